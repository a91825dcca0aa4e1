namespace PyConDemo.Api.AntiPatterns.HotAggregations.Support;

/// <summary>Which orders are revenue. The view in seed/ says the same in SQL.</summary>
public static class Sold
{
    /// <summary>Paid and kept: not what is pending, cancelled or refunded.</summary>
    public static readonly string[] Statuses = ["paid", "shipped", "delivered"];
}
