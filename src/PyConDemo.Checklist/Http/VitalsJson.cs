using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PyConDemo.Checklist.Http;

/// <summary>A measured request as JSON. A version may add fields, but never renames or removes one.</summary>
internal sealed record VitalsJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // Keeps `>` and `'` readable in SQL. This is safe because the JSON is never embedded in HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public int Version { get; init; } = 1;
    public required string Id { get; init; }
    public required string Route { get; init; }
    public required string Method { get; init; }
    public required int Status { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public required double TotalMs { get; init; }
    public double? FirstByteMs { get; init; }
    public required long Bytes { get; init; }
    public long? BytesBeforeCompression { get; init; }
    public required long Commands { get; init; }
    public required long Statements { get; init; }
    public required long Errors { get; init; }

    /// <summary>Commands whose rows are missing below.</summary>
    public required long Unseen { get; init; }

    public required long RowsRead { get; init; }
    public required long RowsAffected { get; init; }
    public required double SqlMs { get; init; }
    public required double SqlBusyMs { get; init; }
    public required double LockWaitMs { get; init; }
    public required double LongestTransactionMs { get; init; }
    public required int Connections { get; init; }
    public required IReadOnlyList<ShapeJson> Shapes { get; init; }
    public required IReadOnlyList<RuleJson> Rules { get; init; }

    public static VitalsJson From(MeasuredRequest request, bool parameters) => new()
    {
        Id = request.Id,
        Route = request.Route,
        Method = request.Method,
        Status = request.Status,
        StartedAt = request.StartedAt,
        TotalMs = Ms(request.TotalTime),
        FirstByteMs = request.FirstByteTime is { } first ? Ms(first) : null,
        Bytes = request.Bytes,
        BytesBeforeCompression = request.BytesBeforeCompression,
        Commands = request.Vitals.Commands,
        Statements = request.Vitals.Statements,
        Errors = request.Vitals.Errors,
        Unseen = request.Vitals.Unseen,
        RowsRead = request.Vitals.RowsRead,
        RowsAffected = request.Vitals.RowsAffected,
        SqlMs = Ms(request.Vitals.SqlTime),
        SqlBusyMs = Ms(request.Vitals.SqlBusyTime),
        LockWaitMs = Ms(request.Vitals.LockWaitTime),
        LongestTransactionMs = Ms(request.Vitals.LongestTransaction),
        Connections = request.Vitals.Connections,
        Shapes = [.. request.Vitals.Shapes.Select(s => ShapeJson.From(s, parameters))],
        Rules = [.. request.Results.Select(RuleJson.From)],
    };

    public static double Ms(TimeSpan time) => Math.Round(time.TotalMilliseconds, 3);
}

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

    /// <summary>The first statement's parameters; null unless the client asked for them and the settings allow
    /// it.</summary>
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
            ? [.. values.Select(p => Convert.ToString(p.Value, CultureInfo.InvariantCulture))]
            : null,
    };
}

/// <summary>One rule's result as JSON. Its state is `notSeen`, `healthy`, `silenced` or `unhealthy`.</summary>
internal sealed record RuleJson(string Rule, HealthState State, string? Note, Finding? Finding)
{
    public static RuleJson From(RuleResult result) => new(result.Rule, result.State, result.Note, result.Finding);
}

/// <summary>All routes as JSON. A version may add fields, but never renames or removes one.</summary>
internal sealed record RoutesJson(int Version, IReadOnlyList<RoutesJson.Line> Routes)
{
    public static RoutesJson From(IReadOnlyList<RouteHealth> routes)
        => new(1, [.. routes.Select(r => new Line(r.Method, r.Route, r.Requests, [.. r.Rules.Select(RuleJson.From)]))]);

    public sealed record Line(string Method, string Route, long Requests, IReadOnlyList<RuleJson> Rules);
}
