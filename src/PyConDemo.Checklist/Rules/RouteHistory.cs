namespace PyConDemo.Checklist.Rules;

/// <summary>What the rules need to know about a route's requests up to and including the latest one.</summary>
/// <param name="AppTimes">The latest times that can be judged, without slow first requests.</param>
/// <param name="Aggregates">Which of the latest requests aggregated many rows.</param>
internal readonly record struct RouteHistory(AppTimes AppTimes, RecentAggregates Aggregates);
