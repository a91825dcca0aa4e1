using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using PyConDemo.Checklist.Reporting;

namespace PyConDemo.Checklist.Http;

/// <summary>A request's vitals as JSON. Within a version fields are added, never renamed or removed.</summary>
internal sealed record VitalsJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // JSON only, never put into HTML: `>` and `'` stay readable in SQL.
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

    /// <summary>What the rules say.</summary>
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
