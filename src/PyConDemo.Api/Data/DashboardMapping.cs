using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace PyConDemo.Api.Data;

/// <summary>A view: no key, never written. Its two lists are jsonb.</summary>
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
