using System.ComponentModel.DataAnnotations;

namespace PyConDemo.Api.AntiPatterns.HotAggregations.Support;

/// <summary>Section <c>Dashboard</c>.</summary>
public sealed record DashboardSettings
{
    /// <summary>Seconds from one refresh of the view to the next, 1 … 3600. Each one costs about what one request of the bad lane costs.</summary>
    [Range(1, 3600, ErrorMessage = "RefreshSeconds has to lie between 1 and 3600.")]
    public int RefreshSeconds { get; init; } = 10;
}
