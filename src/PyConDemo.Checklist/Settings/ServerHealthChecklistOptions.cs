using PyConDemo.Checklist.Rules;

namespace PyConDemo.Checklist.Settings;

/// <summary>The checklist's settings; bound to the configuration section `Checklist`, then to the code that adds it.</summary>
public sealed class ServerHealthChecklistOptions
{
    /// <summary>True: requests are measured without being asked to be. False (default): only one that asks, and only in Development.</summary>
    public bool Always { get; set; }

    /// <summary>With <see cref="Always"/>, how many requests of each route are measured in a second. 1 to 1,000,000.</summary>
    /// <remarks>
    /// Default 100: every request that a person makes, and a sample of a busy route's. A measurement takes about 15 µs of CPU, so they take 0.15 %
    /// of a core for each busy route, whatever the load. A request that asks by header is measured in any case.
    /// </remarks>
    public int MeasurementsPerSecond { get; set; } = 100;

    /// <summary>How many measured requests are remembered; the oldest leaves first. 1 to 100,000.</summary>
    /// <remarks>Default 200: one pass over a large app's routes, at some kilobytes each.</remarks>
    public int KeptRequests { get; set; } = 200;

    /// <summary>How many statement shapes one measurement tells apart; what comes later is counted together as one. 1 to 10,000.</summary>
    /// <remarks>Default 100: far more than a request sends that a person wrote; generated SQL could send one per row.</remarks>
    public int MaxShapes { get; set; } = 100;

    /// <summary>Whether a measured answer carries `Server-Timing`: SQL and total time when its headers leave.</summary>
    public bool ServerTiming { get; set; } = true;

    /// <summary>Whether it carries `Checklist-Findings`: the rules that it broke by then, and those that earlier requests to its route broke.</summary>
    public bool FindingsHeader { get; set; } = true;

    /// <summary>Whether a finding is logged as a warning, once per route and rule.</summary>
    public bool Log { get; set; } = true;

    /// <summary>Whether findings, commands and rows go to the meter `PyConDemo.Checklist`.</summary>
    public bool Metrics { get; set; } = true;

    /// <summary>Whether findings become events on the request's span.</summary>
    public bool SpanEvents { get; set; } = true;

    /// <summary>Whether there is a page (and its JSON) at <see cref="Path"/>.</summary>
    public bool Page { get; set; } = true;

    /// <summary>Where requests' vitals are served; nothing is served there outside Development without <see cref="Policy"/>.</summary>
    public string Path { get; set; } = "/checklist";

    /// <summary>The authorisation policy that opens <see cref="Path"/>; null (default) opens it in Development alone.</summary>
    /// <remarks>SQL text tells an attacker the schema, so it is never public by accident.</remarks>
    public string? Policy { get; set; }

    /// <summary>Whether parameters' values are shown. False (default) because they are people's data.</summary>
    public bool ShowParameterValues { get; set; }

    /// <summary>The rules with their thresholds.</summary>
    public RuleSet Rules { get; set; } = new();

    internal Dictionary<string, Func<RuleSet, RuleSet>> RouteRules { get; } = [];
    internal List<Suppression> Suppressions { get; } = [];

    /// <summary>Other thresholds for one route.</summary>
    /// <param name="route">The route's pattern as it was mapped, such as `/orders/{id}`.</param>
    /// <param name="change">For instance `rules => rules with { NPlusOne = new() { Repeats = 20 } }`.</param>
    public void ForRoute(string route, Func<RuleSet, RuleSet> change) => RouteRules[route] = change;

    /// <summary>Silences a rule on one route. Its cell shows the reason instead of a verdict, and nothing is reported.</summary>
    /// <inheritdoc cref="Suppression(string, string, string)"/>
    public void Suppress(string route, string rule, string reason) => Suppressions.Add(new(route, rule, reason));
}
