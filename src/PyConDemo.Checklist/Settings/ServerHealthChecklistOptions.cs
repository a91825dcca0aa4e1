using PyConDemo.Checklist.Routes;

namespace PyConDemo.Checklist.Settings;

/// <summary>The checklist's settings, from the configuration section `Checklist`, and then from code.</summary>
public sealed class ServerHealthChecklistOptions
{
    /// <summary>True: the checklist measures requests without being asked. False (default): it measures only requests
    /// that ask for it, and only in Development.</summary>
    public bool Always { get; set; }

    /// <summary>With <see cref="Always"/>, the limit per second and route. 1 to 1,000,000.</summary>
    /// <remarks>The default, 100, measures every request that a person makes by hand, and a sample on a busy route. A
    /// measurement takes about 20 µs of CPU, so 100 a second take 0.2 % of a core per busy route, whatever the load. A
    /// request that asks by its header is always measured.</remarks>
    public int MeasurementsPerSecond { get; set; } = 100;

    /// <summary>The number of requests that are remembered, which are the latest. 1 to 100,000.</summary>
    /// <remarks>200 is enough for one request to each route of a large application, a few kB each.</remarks>
    public int KeptRequests { get; set; } = 200;

    /// <summary>The statement shapes that one measurement distinguishes. More count as one. 1 to 10,000.</summary>
    /// <remarks>Hand-written code sends fewer than 100. Generated SQL can have a shape per row.</remarks>
    public int MaxShapes { get; set; } = 100;

    /// <summary>Adds the header `Server-Timing` to measured answers, in milliseconds: the time of the SQL commands with
    /// their number, the time until the headers are sent, and its parts of 0.1 ms or more. Null (default): only in
    /// Development.</summary>
    /// <remarks>Elsewhere a client is usually a stranger, to whom the number of commands and their times can tell which
    /// data exist.</remarks>
    public bool? ServerTiming { get; set; }

    /// <summary>Adds a `Checklist-Findings` header to measured answers: the rules that the request broke before its
    /// headers were sent, and those that earlier requests to its route broke. Null (default): only in
    /// Development.</summary>
    /// <remarks>Elsewhere it would show strangers which requests cost the server most.</remarks>
    public bool? FindingsHeader { get; set; }

    /// <summary>Logs each finding as a warning, once per route and rule. Logs each observation as information, once per
    /// route and kind. Also warns of a setting whose route no endpoint has, and of a database whose lock waits can't be
    /// seen. True by default. <see cref="Raise"/> logs findings as errors, whatever this setting is.</summary>
    public bool Log { get; set; } = true;

    /// <summary>Records findings, commands and rows with the meter `PyConDemo.Checklist`.</summary>
    public bool Metrics { get; set; } = true;

    /// <summary>Adds an event to the request's span for each finding.</summary>
    public bool SpanEvents { get; set; } = true;

    /// <summary>Makes requests fail that break a rule: with status 500 and the finding if it is known before the answer
    /// starts, and otherwise only in the log, as an error. False by default. It measures every request.</summary>
    /// <remarks>It is for Development and for test runs with a collector. Elsewhere it stops the application at its
    /// start, because users must not get errors for what is only slow.</remarks>
    public bool Raise { get; set; }

    /// <summary>Serves a page of results, and their JSON, at <see cref="Path"/>.</summary>
    public bool Page { get; set; } = true;

    /// <summary>The path of the page and of the requests' JSON. Outside Development it needs a
    /// <see cref="Policy"/>.</summary>
    public string Path { get; set; } = "/checklist";

    /// <summary>The authorization policy that protects <see cref="Path"/>. Null (default): everyone may read it in
    /// Development, and nobody elsewhere.</summary>
    /// <remarks>SQL text shows an attacker the schema, so it must not become public by accident.</remarks>
    public string? Policy { get; set; }

    /// <summary>Shows the values of parameters. False by default, because they can be personal data.</summary>
    public bool ShowParameterValues { get; set; }

    /// <summary>The rules with their thresholds.</summary>
    public RuleSet Rules { get; set; } = new();

    internal List<(string Name, RouteReference Route, Func<RuleSet, RuleSet> Change)> RouteRules { get; } = [];

    /// <summary>True in a test run with a collector.</summary>
    internal bool IsCollected { get; set; }

    /// <summary>True: every request is measured, in every environment.</summary>
    internal bool MeasuresAll => IsCollected || Raise;

    internal List<Suppression> Suppressions { get; } = [];

    /// <summary>Sets other thresholds for one route. Later calls change the result of earlier ones.</summary>
    /// <param name="route">The route's name as the page shows it, such as `/orders/{id}` or `/Reports/Fine`. A method
    /// in front (`GET /orders`) limits it to that method. Case, constraints and defaults don't matter.</param>
    /// <param name="change">For instance `rules => rules with { NPlusOne = new() { Repeats = 20 } }`.</param>
    public void ForRoute(string route, Func<RuleSet, RuleSet> change)
        => RouteRules.Add((route, RouteReference.Parse(route), change));

    /// <summary>Suppresses a rule on one route. The page shows the reason, and findings are not reported.</summary>
    /// <inheritdoc cref="Suppression(string, string, string)"/>
    public void Suppress(string route, string rule, string reason) => Suppressions.Add(new(route, rule, reason));
}
