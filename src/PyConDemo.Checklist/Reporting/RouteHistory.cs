using PyConDemo.Checklist.Rules;

namespace PyConDemo.Checklist.Reporting;

/// <summary>What a route's requests have in common, its latest one included.</summary>
/// <param name="AppTimes">The latest times outside SQL until the first body byte.</param>
/// <param name="AggregatedShare">The share of its requests that aggregated; 0 to 1.</param>
internal readonly record struct RouteHistory(AppTimes AppTimes, double AggregatedShare);
