using static PyConDemo.Checklist.Page.PageText;

namespace PyConDemo.Checklist.Page;

/// <summary>The page's cells and texts for what the rules did not see.</summary>
internal sealed class UnseenParts(IReadOnlyList<RouteHealth> routes)
{
    // Many routes have the same reason, so each reason is there once, with its routes.
    private readonly List<IGrouping<(string Rule, string? Note), RouteHealth>> _reasons =
    [
        .. HealthRules.All
            .SelectMany(rule => routes.Select(route => (Route: route, Result: route.Rules.Single(r => r.Rule == rule))))
            .Where(x => x.Result.State == HealthState.NotSeen)
            .GroupBy(x => (x.Result.Rule, x.Result.Note), x => x.Route),
    ];

    /// <summary>A cell that links to its reason. A tooltip would need a mouse.</summary>
    public string Cell(RuleResult result)
    {
        var index = _reasons.FindIndex(reason => reason.Key == (result.Rule, result.Note));
        return $"<td class=\"unseen\"><a href=\"#{Id(index)}\">not seen</a></td>";
    }

    public string Cards() => _reasons.Count == 0
        ? ""
        : $"<h2>Not seen</h2>\n{string.Join("\n", _reasons.Select((reason, index) => Card(reason, index)))}";

    private static string Card(IGrouping<(string Rule, string? Note), RouteHealth> reason, int index)
    {
        var names = reason.Select(route => $"<li>{Text($"{route.Method} {route.Route}")}</li>");
        return $"<article class=\"unseen\" id=\"{Id(index)}\"><h3>{reason.Key.Rule}</h3><p>{Text(reason.Key.Note)}</p>"
            + $"<ul>{string.Concat(names)}</ul></article>";
    }

    private static string Id(int index) => string.Create(CultureInfo.InvariantCulture, $"not-seen-{index + 1}");
}
