using System.Text;
using PyConDemo.Checklist.Reporting;
using PyConDemo.Checklist.Rules;
using static PyConDemo.Checklist.Page.Html;

namespace PyConDemo.Checklist.Page;

/// <summary>One finding with all its evidence, below the table that links to it.</summary>
internal static class FindingCard
{
    public static string All(IReadOnlyList<RouteHealth> routes)
    {
        var cards = routes.SelectMany(route => route.Rules.Where(r => r.State == HealthState.Unhealthy).Select(r => Card(route, r.Finding!))).ToList();
        return cards.Count == 0 ? "" : $"<h2>Findings</h2>\n{string.Join("\n", cards)}";
    }

    public static string Id(RouteHealth route, string rule) => Text(Uri.EscapeDataString($"{rule}-{route.Method}-{route.Route}"));

    private static string Card(RouteHealth route, Finding finding)
    {
        // An id is the link's text before it was escaped.
        var html = new StringBuilder($"<article id=\"{Text($"{finding.Rule}-{route.Method}-{route.Route}")}\"><h3>{finding.Rule}: {Text(finding.Route)}</h3><p>{Text(finding.What)}</p>");
        if (finding.Statement is not null) html.Append($"<pre>{Text(finding.Statement)}</pre><p>Sent by {Text(finding.Source ?? "an unknown line")}.</p>");
        if (finding.Parent is not null) html.Append($"<p>After:</p><pre>{Text(finding.Parent)}</pre>");
        return html.Append($"<p>{Text(finding.Why)}</p><p><b>Fix:</b> {Code(finding.Fix)}</p></article>").ToString();
    }

    // What stands between backticks is code.
    private static string Code(string text)
        => string.Concat(text.Split('`').Select((part, i) => i % 2 == 0 ? Text(part) : $"<code>{Text(part)}</code>"));
}
