using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PyConDemo.Checklist.Http;

/// <summary>The results as JSON. A version may add fields, but never renames or removes one.</summary>
internal static class ChecklistJson
{
    // A source generator writes the code, so that it works with native AOT.
    private static readonly ChecklistJsonContext Context = new(new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // Keeps `>` and `'` readable in SQL. This is safe because the JSON is never embedded in HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter<HealthState>(JsonNamingPolicy.CamelCase) },
    });

    /// <param name="parameters">True to show the parameters of each shape's first statement.</param>
    public static IResult Answer(MeasuredRequest request, bool parameters)
        => Results.Json(new RequestJson(request, parameters), Context.RequestJson);

    public static IResult Answer(IReadOnlyList<RouteHealth> routes)
        => Results.Json(new RoutesJson(routes), Context.RoutesJson);
}

[JsonSerializable(typeof(RequestJson))]
[JsonSerializable(typeof(RoutesJson))]
internal sealed partial class ChecklistJsonContext : JsonSerializerContext;

/// <summary>One request. Each property is a field, in this order.</summary>
internal sealed class RequestJson
{
    private readonly MeasuredRequest _request;
    private readonly bool _parameters;

    internal RequestJson(MeasuredRequest request, bool parameters) => (_request, _parameters) = (request, parameters);

    public int Version { get; } = 1;
    public string Id => _request.Id;
    public string Route => _request.Route;
    public string Method => _request.Method;
    public int Status => _request.Status;
    public DateTimeOffset StartedAt => _request.StartedAt;
    public double TotalMs => Ms(_request.TotalTime);
    public double? FirstByteMs => _request.FirstByteTime is { } first ? Ms(first) : null;
    public string? Stream => _request.Stream;
    public TimesJson Times => new(_request.Times);
    public long Bytes => _request.Bytes;
    public long? BytesBeforeCompression => _request.BytesBeforeCompression;
    public long Commands => _request.Vitals.Commands;
    public long Statements => _request.Vitals.Statements;
    public long Errors => _request.Vitals.Errors;
    public long Unseen => _request.Vitals.Unseen;
    public long RowsRead => _request.Vitals.RowsRead;
    public long RowsAffected => _request.Vitals.RowsAffected;
    public double SqlMs => Ms(_request.Vitals.SqlTime);
    public double SqlBusyMs => Ms(_request.Vitals.SqlBusyTime);
    public double LockWaitMs => Ms(_request.Vitals.LockWaitTime);
    public double AdvisoryWaitMs => Ms(_request.Vitals.AdvisoryWaitTime);
    public double LongestTransactionMs => Ms(_request.Vitals.LongestTransaction);
    public int Connections => _request.Vitals.Connections;
    public IEnumerable<ShapeJson> Shapes => _request.Vitals.Shapes.Select(shape => new ShapeJson(shape, _parameters));
    public IEnumerable<RuleJson> Rules => _request.Results.Select(result => new RuleJson(result));
    public IEnumerable<Observation> Observations => _request.Observations;

    internal static double Ms(TimeSpan time) => Math.Round(time.TotalMilliseconds, 3);
}

internal sealed class TimesJson
{
    private readonly TimeSpent _times;

    internal TimesJson(TimeSpent times) => _times = times;

    public double TotalMs => RequestJson.Ms(_times.Total);
    public double SqlMs => RequestJson.Ms(_times.Sql);
    public double ConnectionMs => RequestJson.Ms(_times.Connection);
    public double TransactionMs => RequestJson.Ms(_times.Transaction);
    public double BodyMs => RequestJson.Ms(_times.Body);
    public double HttpMs => RequestJson.Ms(_times.Http);
    public double RowsMs => RequestJson.Ms(_times.Rows);
    public double OwnMs => RequestJson.Ms(_times.Own);
}

internal sealed class ShapeJson
{
    private readonly StatementShape _shape;
    private readonly bool _parameters;

    internal ShapeJson(StatementShape shape, bool parameters) => (_shape, _parameters) = (shape, parameters);

    public string Sql => _shape.Sql;
    public long Count => _shape.Count;
    public long RoundTrips => _shape.RoundTrips;
    public long Rows => _shape.Rows;
    public long Affected => _shape.Affected;
    public double Ms => RequestJson.Ms(_shape.Time);
    public long RowsDiscarded => _shape.RowsDiscarded;
    public int DistinctParameters => _shape.DistinctParameters;
    public string? Source => _shape.Source;
    public IEnumerable<string?>? Parameters => _parameters
        ? _shape.Sample?.Parameters?.Select(p => Convert.ToString(p.Value, CultureInfo.InvariantCulture))
        : null;
}

internal sealed class RuleJson
{
    private readonly RuleResult _result;

    internal RuleJson(RuleResult result) => _result = result;

    public string Rule => _result.Rule;
    public HealthState State => _result.State;
    public string? Note => _result.Note;
    public Finding? Finding => _result.Finding;
    public DateTimeOffset? FirstSeen => _result.History?.FirstSeen;
    public DateTimeOffset? LastSeen => _result.History?.LastSeen;
    public long? Requests => _result.History?.Requests;
}

internal sealed class RoutesJson
{
    private readonly IReadOnlyList<RouteHealth> _routes;

    internal RoutesJson(IReadOnlyList<RouteHealth> routes) => _routes = routes;

    public int Version { get; } = 1;
    public IEnumerable<RouteJson> Routes => _routes.Select(route => new RouteJson(route));
}

internal sealed class RouteJson
{
    private readonly RouteHealth _route;

    internal RouteJson(RouteHealth route) => _route = route;

    public string Method => _route.Method;
    public string Route => _route.Route;
    public long Requests => _route.Requests;
    public IEnumerable<RuleJson> Rules => _route.Rules.Select(result => new RuleJson(result));
    public IEnumerable<Observation> Observations => _route.Observations;
}
