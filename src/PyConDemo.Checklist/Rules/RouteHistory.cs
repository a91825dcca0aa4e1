namespace PyConDemo.Checklist.Rules;

/// <summary>What the rules need to know about a route's requests up to and including the latest one.</summary>
/// <param name="AppTimes">The latest times outside SQL until the first body byte, without slow first requests.</param>
/// <param name="AggregatedShare">The share of its requests that sent an aggregate; 0 to 1.</param>
internal readonly record struct RouteHistory(AppTimes AppTimes, double AggregatedShare);
