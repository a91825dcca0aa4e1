using System.ComponentModel.DataAnnotations;

namespace PyConDemo.Checklist.Settings;

/// <summary>The checklist's settings, from the configuration section `Checklist`, and then from code.</summary>
public sealed class ServerHealthChecklistOptions
{
    /// <summary>True: the checklist measures requests without being asked. False (default): it measures only requests
    /// that ask for it, and only in Development.</summary>
    public bool Always { get; set; }

    /// <summary>With <see cref="Always"/>, the limit per second and route. 1 to 1,000,000.</summary>
    /// <remarks>The default, 100, measures every request that a person makes by hand, and a sample on a busy route. A
    /// measurement takes about 15 µs of CPU, so 100 a second take 0.15 % of a core per busy route, whatever the load. A
    /// request that asks by its header is always measured.</remarks>
    [Range(1, 1_000_000, ErrorMessage = "Checklist:MeasurementsPerSecond must be 1 to 1,000,000.")]
    public int MeasurementsPerSecond { get; set; } = 100;

    /// <summary>The number of requests that are remembered, which are the latest. 1 to 100,000.</summary>
    /// <remarks>200 is enough for one request to each route of a large application, a few kB each.</remarks>
    [Range(1, 100_000, ErrorMessage = "Checklist:KeptRequests must be 1 to 100,000.")]
    public int KeptRequests { get; set; } = 200;

    /// <summary>The statement shapes that one measurement distinguishes. More count as one. 1 to 10,000.</summary>
    /// <remarks>Hand-written code sends fewer than 100. Generated SQL can have a shape per row.</remarks>
    [Range(1, 10_000, ErrorMessage = "Checklist:MaxShapes must be 1 to 10,000.")]
    public int MaxShapes { get; set; } = 100;

    /// <summary>Adds the header `Server-Timing`: the SQL time and the total time when it is sent.</summary>
    public bool ServerTiming { get; set; } = true;

    /// <summary>Adds a `Checklist-Findings` header to measured answers: the rules that the request broke before its
    /// headers were sent, and those that earlier requests to its route broke.</summary>
    public bool FindingsHeader { get; set; } = true;

    /// <summary>Logs a warning for each finding, once per route and rule.</summary>
    public bool Log { get; set; } = true;

    /// <summary>Records findings, commands and rows with the meter `PyConDemo.Checklist`.</summary>
    public bool Metrics { get; set; } = true;

    /// <summary>Adds an event to the request's span for each finding.</summary>
    public bool SpanEvents { get; set; } = true;

    /// <summary>Serves a page of results, and their JSON, at <see cref="Path"/>.</summary>
    public bool Page { get; set; } = true;

    /// <summary>The path of the page and of the requests' JSON. Outside Development it needs a
    /// <see cref="Policy"/>.</summary>
    [RegularExpression("/.+", ErrorMessage = "Checklist:Path must be a path below the root, such as /checklist.")]
    [Required(ErrorMessage = "Checklist:Path must be a path below the root, such as /checklist.")]
    public string Path { get; set; } = "/checklist";

    /// <summary>The authorization policy that protects <see cref="Path"/>. Null (default): everyone may read it in
    /// Development, and nobody elsewhere.</summary>
    /// <remarks>SQL text shows an attacker the schema, so it must not become public by accident.</remarks>
    public string? Policy { get; set; }

    /// <summary>Shows the values of parameters. False by default, because they can be personal data.</summary>
    public bool ShowParameterValues { get; set; }

    /// <summary>The rules with their thresholds.</summary>
    public RuleSet Rules { get; set; } = new();

    internal Dictionary<string, Func<RuleSet, RuleSet>> RouteRules { get; } = [];
    internal List<Suppression> Suppressions { get; } = [];

    /// <summary>Sets other thresholds for one route.</summary>
    /// <param name="route">The route's pattern as it was mapped, such as `/orders/{id}`.</param>
    /// <param name="change">For instance `rules => rules with { NPlusOne = new() { Repeats = 20 } }`.</param>
    public void ForRoute(string route, Func<RuleSet, RuleSet> change) => RouteRules[route] = change;

    /// <summary>Suppresses a rule on one route. The page shows the reason, and findings are not reported.</summary>
    /// <inheritdoc cref="Suppression(string, string, string)"/>
    public void Suppress(string route, string rule, string reason) => Suppressions.Add(new(route, rule, reason));
}

/// <summary>A rule that does not apply, from the options or an endpoint's metadata, and the reason.</summary>
public sealed record Suppression
{
    /// <param name="route">The route's pattern, such as `/orders/{id}`; empty for an endpoint's metadata.</param>
    /// <param name="rule">One of <see cref="HealthRules"/>.</param>
    /// <param name="reason">Why the route may break the rule; the page shows it.</param>
    /// <exception cref="ArgumentException">The rule is unknown, or the reason is blank.</exception>
    public Suppression(string route, string rule, string reason)
    {
        if (!HealthRules.All.Contains(rule))
            throw new ArgumentException($"'{rule}' is none of {string.Join(", ", HealthRules.All)}.", nameof(rule));
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        (Route, Rule, Reason) = (route, rule, reason);
    }

    public string Route { get; }
    public string Rule { get; }
    public string Reason { get; }
}
