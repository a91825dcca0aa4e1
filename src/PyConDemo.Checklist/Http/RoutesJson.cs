using PyConDemo.Checklist.Reporting;

namespace PyConDemo.Checklist.Http;

/// <summary>The board as JSON. Within a version fields are added, never renamed or removed.</summary>
internal sealed record RoutesJson(int Version, IReadOnlyList<RoutesJson.Line> Routes)
{
    public static RoutesJson From(IReadOnlyList<RouteHealth> routes)
        => new(1, [.. routes.Select(r => new Line(r.Method, r.Route, r.Requests, [.. r.Rules.Select(RuleJson.From)]))]);

    public sealed record Line(string Method, string Route, long Requests, IReadOnlyList<RuleJson> Rules);
}
