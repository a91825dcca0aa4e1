namespace PyConDemo.Checklist.Rules;

/// <summary>When and how often a route's requests showed a finding.</summary>
/// <param name="FirstSeen">The start of the first request that showed it.</param>
/// <param name="LastSeen">The start of the latest request that showed it.</param>
/// <param name="Requests">The number of requests that showed it.</param>
public sealed record FindingHistory(DateTimeOffset FirstSeen, DateTimeOffset LastSeen, long Requests);
