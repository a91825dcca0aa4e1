using System.Security.Cryptography;
using System.Text;
using static PyConDemo.Checklist.Page.PageText;

namespace PyConDemo.Checklist.Page;

/// <summary>The page: a table of routes and rules, the findings, the reasons of what was not seen, and what else was
/// seen. It has no script and loads nothing.</summary>
internal static class ChecklistPage
{
    /// <summary>Allows the page's own style sheet, its empty icon and its button, and nothing else.</summary>
    public static readonly string SecurityPolicy =
        $"default-src 'none'; style-src 'sha256-{Hash(PageStyle.Css)}'; img-src data:; "
        + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /// <param name="path">The address of the page.</param>
    public static string Render(IReadOnlyList<RouteHealth> routes, string path)
        => Render(routes, new UnseenParts(routes), path);

    private static string Render(IReadOnlyList<RouteHealth> routes, UnseenParts unseen, string path) => $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>Server Health Checklist</title>
        <link rel="icon" href="data:,">
        <style>{PageStyle.Css}</style>
        </head>
        <body>
        <header>
        <h1>Server Health Checklist</h1>
        <p>{Summary(routes)}</p>
        <p>✓ healthy · ✗ unhealthy (the worst amount) · ? not seen · ○ suppressed</p>
        <p><a href="{Text(path)}/routes">JSON</a></p>
        <form method="post" action="{Text(path)}/reset"><button>Reset</button></form>
        </header>
        <main>
        <table>
        <thead>
        <tr><th scope="col" rowspan="2">Route</th><th scope="col" rowspan="2">Requests</th>
        <th scope="colgroup" colspan="{HealthRules.All.Count}">The six rules</th>
        <th scope="colgroup" class="beside">No rule</th></tr>
        <tr>{Columns()}<th scope="col" class="beside">also seen</th></tr>
        </thead>
        <tbody>
        {string.Join("\n", routes.Select(route => Row(route, unseen)))}
        </tbody>
        </table>
        {Findings(routes)}
        {unseen.Cards()}
        {ObservationParts.Cards(routes)}
        </main>
        </body>
        </html>
        """;

    private static string Hash(string text)
        => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Summary(IReadOnlyList<RouteHealth> routes)
    {
        if (routes.Count == 0)
            return "No request has been measured yet. Send one with the header <code>Checklist: on</code>.";
        var broken = routes.Count(route => Broken(route).Any());
        return $"<b>{broken}</b> of {routes.Count} {(routes.Count == 1 ? "route" : "routes")} with findings";
    }

    private static string Columns() => string.Concat(HealthRules.All.Select(slug => $"<th scope=\"col\">{slug}</th>"));

    private static string Row(RouteHealth route, UnseenParts unseen)
    {
        var cells = string.Concat(route.Rules.Select(result => Cell(route, result, unseen)));
        return $"<tr><th scope=\"row\"><span>{Text(route.Method)}</span> {Text(route.Route)}</th>"
            + $"<td class=\"number\">{Number(route.Requests)}</td>{cells}"
            + $"{ObservationParts.Cell(route)}</tr>";
    }

    // Each cell has a word and a sign, because some people cannot distinguish red from green.
    private static string Cell(RouteHealth route, RuleResult result, UnseenParts unseen) => result.State switch
    {
        HealthState.Unhealthy =>
            $"<td class=\"broken\"><a href=\"#{Link(route, result.Rule)}\">{Amount(result.Finding!)}</a></td>",
        HealthState.Healthy => $"<td class=\"kept\" title=\"{Text(result.Note)}\">healthy</td>",
        HealthState.Suppressed => $"<td class=\"unseen suppressed\">suppressed: {Text(result.Note)}</td>",
        _ => unseen.Cell(result),
    };

    private static string Amount(Finding finding) => $"{Number(finding.Amount)} <small>{Text(finding.Unit)}</small>";

    private static string Findings(IReadOnlyList<RouteHealth> routes)
    {
        var cards = routes.SelectMany(route => Broken(route).Select(result => Card(route, result))).ToList();
        return cards.Count == 0 ? "" : $"<h2>Findings</h2>\n{string.Join("\n", cards)}";
    }

    private static string Card(RouteHealth route, RuleResult result)
    {
        var finding = result.Finding!;
        var statement = finding.Statement is null ? "" : Statement(finding.Statement, finding.Source);
        var parent = finding.Parent is null ? "" : $"<p>Sent after:</p><pre>{Text(finding.Parent)}</pre>";
        return $"<article id=\"{Text(Id(route, finding.Rule))}\">"
            + $"<h3>{finding.Rule}: {Text(finding.Route)}</h3><p>{Text(finding.What)}</p>"
            + $"{statement}{parent}{Seen(result)}"
            + $"<p>{Text(finding.Why)}</p><p><b>Fix:</b> {Code(finding.Fix)}</p></article>";
    }

    private static string Seen(RuleResult result) => result.History switch
    {
        null => "",
        { Requests: 1, FirstSeen: var at } => $"<p>One request showed it: {Time(at)}.</p>",
        { Requests: var requests, FirstSeen: var first, LastSeen: var last }
            => $"<p>{Number(requests)} requests showed it: {Time(first)} to {Time(last)}.</p>",
    };

    private static string Time(DateTimeOffset time)
        => string.Create(CultureInfo.InvariantCulture, $"<time>{time.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC</time>");

    private static IEnumerable<RuleResult> Broken(RouteHealth route)
        => route.Rules.Where(result => result.State == HealthState.Unhealthy);

    private static string Id(RouteHealth route, string rule) => $"{rule}-{route.Method}-{route.Route}";

    private static string Link(RouteHealth route, string rule) => Text(Uri.EscapeDataString(Id(route, rule)));
}
