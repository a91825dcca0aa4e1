using PyConDemo.Checklist.Reporting;
using PyConDemo.Checklist.Rules;
using static PyConDemo.Checklist.Page.Html;

namespace PyConDemo.Checklist.Page;

/// <summary>
/// The board as a page: one file, no script, nothing from elsewhere. The table fits a screen; the evidence stands below
/// it.
/// </summary>
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
        <header>
        <h1>Server Health Checklist</h1>
        <p>{Summary(routes)}</p>
        <p>✓ kept · ✗ broken, with the worst evidence · – not seen · <a href="{Text(json)}">JSON</a></p>
        </header>
        <main>
        <table>
        <thead><tr><th scope="col">Route</th><th scope="col">Seen</th>{Columns()}</tr></thead>
        <tbody>
        {string.Join("\n", routes.Select(Row))}
        </tbody>
        </table>
        {FindingCard.All(routes)}
        </main>
        </body>
        </html>
        """;

    private static string Summary(IReadOnlyList<RouteHealth> routes)
    {
        if (routes.Count == 0) return "No request was measured yet: send one with the header <code>Checklist: on</code>.";
        var broken = routes.Count(r => r.Rules.Any(x => x.State == HealthState.Unhealthy));
        return $"<b>{broken}</b> of {routes.Count} {(routes.Count == 1 ? "route" : "routes")} with findings";
    }

    // Breaks after hyphens only.
    private static string Columns() => string.Concat(HealthRules.All.Select(slug => $"<th scope=\"col\">{slug}</th>"));

    private static string Row(RouteHealth route) => $"""
        <tr><th scope="row"><span>{Text(route.Method)}</span> {Text(route.Route)}</th><td class="number">{Number(route.Requests)}</td>{string.Concat(route.Rules.Select(r => Cell(route, r)))}</tr>
        """;

    // A word and a sign in each cell: colour alone is nothing to those who can't tell red from green.
    private static string Cell(RouteHealth route, RuleResult result) => result.State switch
    {
        HealthState.Unhealthy => $"<td class=\"broken\"><a href=\"#{FindingCard.Id(route, result.Rule)}\">{Amount(result.Finding!)}</a></td>",
        HealthState.Healthy => "<td class=\"kept\">kept</td>",
        HealthState.Suppressed => $"<td class=\"unseen silenced\">silenced: {Text(result.Note)}</td>",
        _ => $"<td class=\"unseen\" title=\"{Text(result.Note)}\">not seen</td>",
    };

    private static string Amount(Finding finding) => $"{Number(finding.Amount)} <small>{Text(finding.Unit)}</small>";
}
