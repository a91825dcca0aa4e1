using Microsoft.Extensions.Options;
using PyConDemo.Checklist.Pipeline;
using PyConDemo.Checklist.Recording;
using PyConDemo.Checklist.Reporting;
using PyConDemo.Checklist.Rules;
using PyConDemo.Checklist.Settings;

namespace PyConDemo.Checklist.Tests.Pipeline;

/// <summary>The test runs of one project, one after the other: each has a collector, and all share a folder.</summary>
public sealed class TestRun : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("checklist-").FullName;

    public Dictionary<string, string?> Environment { get; } = [];

    public string BaselinePath => Path.Combine(_folder, "baseline.json");
    public string JUnitPath => Path.Combine(_folder, "reports", "junit.xml");

    /// <summary>The text of the latest run's report.</summary>
    public string Report { get; private set; } = "";

    /// <summary>The files in the folder.</summary>
    public IEnumerable<string?> Files => Directory.GetFiles(_folder).Select(Path.GetFileName).Order();

    /// <summary>Runs with requests that have these results.</summary>
    /// <returns>The exception of the run; null if it passes.</returns>
    internal async Task<Exception?> RunAsync(params RuleResult[] results)
        => await RunAsync(o => o.Baseline = BaselinePath, results);

    internal async Task<Exception?> RunAsync(Action<HealthCollectorOptions> options, params RuleResult[] results)
    {
        var log = Log();
        var (collector, output) = Create(options);
        collector.Add(log);
        collector.Add(log); // once is enough
        foreach (var result in results) log.Complete(RequestId.Next(), Request(result));
        var error = await Record.ExceptionAsync(collector.CompleteAsync);
        Report = output.ToString();
        return error;
    }

    internal (HealthCollector Collector, StringWriter Output) Create(Action<HealthCollectorOptions>? options = null)
    {
        var output = new StringWriter();
        var collector = new HealthCollector(o =>
        {
            o.Output = output;
            options?.Invoke(o);
        }, Environment.GetValueOrDefault, file: "");
        return (collector, output);
    }

    internal static RuleResult Found(
        string? statement = "SELECT ?", string rule = HealthRules.NPlusOne, string unit = "commands",
        double amount = 20) => new(rule, HealthState.Unhealthy, new()
        {
            Rule = rule,
            What = FormattableString.Invariant($"It costs {amount} {unit}."),
            Amount = amount,
            Unit = unit,
            Route = "GET /orders",
            Statement = statement,
            Source = FormattableString.Invariant($"Orders.cs:{amount} in Orders.List"),
            Why = "why",
            Fix = "fix",
        });

    internal static RuleResult Healthy(string rule = HealthRules.NPlusOne) => new(rule, HealthState.Healthy);

    internal static RuleResult NotSeen(string rule = HealthRules.NPlusOne)
        => new(rule, HealthState.NotSeen, Note: "no plan");

    internal static RequestLog Log() => new(Options.Create(new ServerHealthChecklistOptions()));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static MeasuredRequest Request(RuleResult result)
        => new(new Recorder(() => "GET /orders", id: null, new(), outer: null, maxShapes: 1, TimeProvider.System))
        {
            Method = "GET",
            Route = "/orders",
            Results = [result],
        };
}
