using System.Globalization;
using PyConDemo.Checklist.Recording;

namespace PyConDemo.Checklist.Http;

/// <summary>One statement shape as JSON.</summary>
internal sealed record ShapeJson
{
    public required string Sql { get; init; }
    public required long Count { get; init; }
    public required long RoundTrips { get; init; }
    public required long Rows { get; init; }
    public required long Affected { get; init; }
    public required double Ms { get; init; }
    public required long RowsDiscarded { get; init; }
    public required int DistinctParameters { get; init; }
    public string? Source { get; init; }

    /// <summary>The first statement's parameters; only when asked for and allowed.</summary>
    public IReadOnlyList<string?>? Parameters { get; init; }

    public static ShapeJson From(StatementShape shape, bool parameters) => new()
    {
        Sql = shape.Sql,
        Count = shape.Count,
        RoundTrips = shape.RoundTrips,
        Rows = shape.Rows,
        Affected = shape.Affected,
        Ms = VitalsJson.Ms(shape.Time),
        RowsDiscarded = shape.RowsDiscarded,
        DistinctParameters = shape.DistinctParameters,
        Source = shape.Source,
        Parameters = parameters && shape.Sample?.Parameters is { } values
            ? [.. values.Select(p => Convert.ToString(p.Value, CultureInfo.InvariantCulture))] : null,
    };
}
