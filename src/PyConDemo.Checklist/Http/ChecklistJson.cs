using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PyConDemo.Checklist.Http;

/// <summary>The results as JSON. A version may add fields, but never renames or removes one.</summary>
internal static class ChecklistJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // Keeps `>` and `'` readable in SQL. This is safe because the JSON is never embedded in HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <param name="parameters">True to show the parameters of each shape's first statement.</param>
    public static object From(MeasuredRequest request, bool parameters) => new
    {
        Version = 1,
        request.Id,
        request.Route,
        request.Method,
        request.Status,
        request.StartedAt,
        TotalMs = Ms(request.TotalTime),
        FirstByteMs = request.FirstByteTime is { } first ? Ms(first) : (double?)null,
        request.Bytes,
        request.BytesBeforeCompression,
        request.Vitals.Commands,
        request.Vitals.Statements,
        request.Vitals.Errors,
        request.Vitals.Unseen,
        request.Vitals.RowsRead,
        request.Vitals.RowsAffected,
        SqlMs = Ms(request.Vitals.SqlTime),
        SqlBusyMs = Ms(request.Vitals.SqlBusyTime),
        LockWaitMs = Ms(request.Vitals.LockWaitTime),
        AdvisoryWaitMs = Ms(request.Vitals.AdvisoryWaitTime),
        LongestTransactionMs = Ms(request.Vitals.LongestTransaction),
        request.Vitals.Connections,
        Shapes = request.Vitals.Shapes.Select(shape => From(shape, parameters)),
        Rules = request.Results.Select(From),
    };

    public static object From(IReadOnlyList<RouteHealth> routes) => new
    {
        Version = 1,
        Routes = routes.Select(r => new { r.Method, r.Route, r.Requests, Rules = r.Rules.Select(From) }),
    };

    private static object From(RuleResult result) => new { result.Rule, result.State, result.Note, result.Finding };

    private static object From(StatementShape shape, bool parameters) => new
    {
        shape.Sql,
        shape.Count,
        shape.RoundTrips,
        shape.Rows,
        shape.Affected,
        Ms = Ms(shape.Time),
        shape.RowsDiscarded,
        shape.DistinctParameters,
        shape.Source,
        Parameters = parameters
            ? shape.Sample?.Parameters?.Select(p => Convert.ToString(p.Value, CultureInfo.InvariantCulture))
            : null,
    };

    private static double Ms(TimeSpan time) => Math.Round(time.TotalMilliseconds, 3);
}
