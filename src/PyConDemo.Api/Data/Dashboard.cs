namespace PyConDemo.Api.Data;

/// <summary>The one row of the materialized view <c>dashboard</c>. Amounts are in naira (NGN).</summary>
public class Dashboard
{
    /// <summary>UTC, by the database's clock: when the last refresh began to read.</summary>
    public DateTime AsOf { get; set; }

    public long Users { get; set; }
    public long Orders { get; set; }

    /// <summary>Of orders that were paid and kept: neither pending, cancelled nor refunded.</summary>
    public decimal Revenue { get; set; }

    /// <summary>The part of <see cref="Revenue"/> in the 30 days up to the newest order.</summary>
    public decimal RecentRevenue { get; set; }

    /// <summary>The most frequent status first.</summary>
    public IReadOnlyList<StatusCount> OrdersByStatus { get; set; } = [];

    /// <summary>At most five, by revenue.</summary>
    public IReadOnlyList<CityRevenue> TopCities { get; set; } = [];
}
