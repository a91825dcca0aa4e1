using static PyConDemo.Checklist.Page.PageText;

namespace PyConDemo.Checklist.Page;

/// <summary>The page's column and texts for what was seen beside the six rules.</summary>
internal static class ObservationParts
{
    /// <summary>An empty cell claims nothing: only the rules say "healthy".</summary>
    public static string Cell(RouteHealth route) => route.Observations.Count == 0
        ? "<td></td>"
        : $"<td class=\"seen\">{string.Join("<br>", route.Observations.Select(o => Item(route, o)))}</td>";

    public static string Cards(IReadOnlyList<RouteHealth> routes)
    {
        var cards = routes.SelectMany(route => route.Observations.Select(o => Card(route, o))).ToList();
        return cards.Count == 0
            ? ""
            : $"<h2>Also seen</h2>\n<p>These are no findings: they break none of the six rules.</p>\n"
                + string.Join("\n", cards);
    }

    private static string Item(RouteHealth route, Observation observation)
        => $"<a href=\"#{Text(Uri.EscapeDataString(Id(route, observation)))}\">{observation.Kind}</a> "
            + $"<small>{Number(observation.Amount)} {observation.Unit}</small>";

    private static string Card(RouteHealth route, Observation observation)
    {
        var statement = observation.Statement is null ? "" : Statement(observation.Statement, observation.Source);
        return $"<article class=\"seen\" id=\"{Text(Id(route, observation))}\">"
            + $"<h3>{observation.Kind}: {Text($"{route.Method} {route.Route}")}</h3><p>{Text(observation.What)}</p>"
            + $"{statement}<p><b>Fix:</b> {Code(observation.Fix)}</p></article>";
    }

    private static string Id(RouteHealth route, Observation observation)
        => $"{observation.Kind}-{route.Method}-{route.Route}";
}
