using System.ComponentModel;
using PyConDemo.Api.Data;

namespace PyConDemo.Api.AntiPatterns.HotAggregations;

/// <summary>The dashboard. Amounts are in naira (NGN), of orders that were paid and kept.</summary>
/// <param name="AsOf">UTC: no number is older than this.</param>
/// <param name="RecentRevenue">In the 30 days up to the newest order.</param>
/// <param name="OrdersByStatus">The most frequent status first.</param>
/// <param name="TopCities">The five with the highest revenue.</param>
[ImmutableObject(true)] // so that HybridCache hands out one instance to all, instead of a copy to each
public sealed record HotAggregationsResult(
    DateTime AsOf,
    long Users,
    long Orders,
    decimal Revenue,
    decimal RecentRevenue,
    IReadOnlyList<StatusCount> OrdersByStatus,
    IReadOnlyList<CityRevenue> TopCities);
