using System.ComponentModel;

namespace PyConDemo.Api.AntiPatterns.HotAggregations;

/// <summary>The dashboard. Amounts are in naira (NGN), and only sold orders count as revenue.</summary>
/// <param name="AsOf">In UTC. No number is older than this.</param>
/// <param name="RecentRevenue">The revenue of the 30 days up to the newest order.</param>
/// <param name="OrdersByStatus">The most frequent status comes first.</param>
/// <param name="TopCities">The five cities with the highest revenue.</param>
[ImmutableObject(true)] // so that HybridCache gives the same instance to all callers instead of a copy to each
public sealed record HotAggregationsResult(
    DateTime AsOf, long Users, long Orders, decimal Revenue, decimal RecentRevenue,
    IReadOnlyList<StatusCount> OrdersByStatus, IReadOnlyList<CityRevenue> TopCities);

/// <summary>The orders that count as revenue. The view in seed/ says the same in SQL.</summary>
public static class Sold
{
    /// <summary>Paid and kept. Pending, cancelled and refunded orders don't count.</summary>
    public static readonly string[] Statuses = ["paid", "shipped", "delivered"];
}
