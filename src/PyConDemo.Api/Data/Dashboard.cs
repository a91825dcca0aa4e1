using System.Text.Json;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PyConDemo.Api.Data;

/// <summary>The one row of the materialized view <c>dashboard</c>. Amounts are in naira (NGN).</summary>
public class Dashboard
{
    /// <summary>When the last refresh began to read the orders; UTC, by the database's clock.</summary>
    public DateTime AsOf { get; set; }

    public long Users { get; set; }
    public long Orders { get; set; }

    /// <summary>The sum of the paid orders. Pending, cancelled and refunded orders don't count.</summary>
    public decimal Revenue { get; set; }

    /// <summary>The part of <see cref="Revenue"/> in the 30 days before the newest order.</summary>
    public decimal RecentRevenue { get; set; }

    /// <summary>The most frequent status comes first.</summary>
    public IReadOnlyList<StatusCount> OrdersByStatus { get; set; } = [];

    /// <summary>At most five cities, ordered by revenue.</summary>
    public IReadOnlyList<CityRevenue> TopCities { get; set; } = [];
}

/// <summary>The number of orders that are in a status.</summary>
public sealed record StatusCount(string Status, long Orders);

/// <summary>A city's orders that were paid and kept, and their sum in naira (NGN).</summary>
public sealed record CityRevenue(string City, long Orders, decimal Revenue);

/// <summary>Maps a view: it has no key and is never written. Its two lists are jsonb columns.</summary>
public sealed class DashboardMapping : IEntityTypeConfiguration<Dashboard>
{
    public void Configure(EntityTypeBuilder<Dashboard> builder)
    {
        builder.HasNoKey().ToView("dashboard");
        AsJson(builder.Property(dashboard => dashboard.OrdersByStatus));
        AsJson(builder.Property(dashboard => dashboard.TopCities));
    }

    private static void AsJson<T>(PropertyBuilder<IReadOnlyList<T>> list) => list
        .HasColumnType("jsonb")
        .HasConversion(
            items => JsonSerializer.Serialize(items, JsonSerializerOptions.Web),
            json => JsonSerializer.Deserialize<List<T>>(json, JsonSerializerOptions.Web)!,
            new ValueComparer<IReadOnlyList<T>>(favorStructuralComparisons: false));
}
