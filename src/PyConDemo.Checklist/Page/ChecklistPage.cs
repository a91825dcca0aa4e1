using System.Net;
using System.Text;

namespace PyConDemo.Checklist.Page;

/// <summary>The board as a page: one file, no script, nothing from elsewhere.</summary>
internal static class ChecklistPage
{
    public static string Render(IReadOnlyList<RouteHealth> routes, string json) => $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>Server Health Checklist</title>
        <style>{PageStyle.Css}</style>
        </head>
        <body>
        <h1>Server Health Checklist</h1>
        <p>{Summary(routes)} Green: kept. Grey: not seen. Red: broken, with the worst evidence. As <a href="{Text(json)}">JSON</a>.</p>
        <table>
        <thead><tr><th scope="col">Route</th><th scope="col">Examined</th>{Columns()}</tr></thead>
        <tbody>
        {string.Join("\n", routes.Select(Row))}
        </tbody>
        </table>
        </body>
        </html>
        """;

    private static string Summary(IReadOnlyList<RouteHealth> routes) => routes.Count == 0
        ? "No request was examined yet: send one with the header <code>Checklist: on</code>."
        : $"{routes.Count} routes, {routes.Count(r => r.Rules.Any(x => x.State == HealthState.Unhealthy))} with findings.";

    private static string Columns() => string.Concat(HealthRules.All.Select(slug => $"<th scope=\"col\">{slug}</th>"));

    private static string Row(RouteHealth route)
        => $"<tr><th scope=\"row\">{Text(route.Method)} {Text(route.Route)}</th><td>{route.Requests}</td>{string.Concat(route.Rules.Select(Cell))}</tr>";

    // A word in each cell: colour alone is nothing to those who can't tell red from green.
    private static string Cell(RuleResult result) => result.State switch
    {
        HealthState.Unhealthy => $"<td class=\"red\"><details><summary>{Amount(result.Finding!)}</summary>{Evidence(result.Finding!)}</details></td>",
        HealthState.Healthy => "<td class=\"green\">kept</td>",
        HealthState.Silenced => $"<td class=\"grey\">silenced: {Text(result.Note)}</td>",
        _ => $"<td class=\"grey\" title=\"{Text(result.Note)}\">not seen</td>",
    };

    private static string Amount(Finding finding) => Text(FormattableString.Invariant($"{finding.Amount:N0} {finding.Unit}"));

    private static string Evidence(Finding finding)
    {
        var html = new StringBuilder($"<p>{Text(finding.What)}</p>");
        if (finding.Statement is not null) html.Append($"<pre>{Text(finding.Statement)}</pre><p>Sent by {Text(finding.Source ?? "an unknown line")}.</p>");
        if (finding.Parent is not null) html.Append($"<p>After:</p><pre>{Text(finding.Parent)}</pre>");
        return html.Append($"<p>{Text(finding.Why)}</p><p><b>Fix:</b> {Text(finding.Fix)}</p>").ToString();
    }

    private static string Text(string? text) => WebUtility.HtmlEncode(text ?? "");
}
