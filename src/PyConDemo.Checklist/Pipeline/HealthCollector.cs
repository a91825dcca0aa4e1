namespace PyConDemo.Checklist.Pipeline;

/// <summary>Collects the findings of a test run: it measures every request to the applications that it is added to, in
/// every environment, and reports at the end. Thread-safe.</summary>
/// <remarks>
/// Many hosts can share one collector. It needs no test framework. For instance with xUnit:
/// <code>
/// [assembly: AssemblyFixture(typeof(HealthRun))]
///
/// public sealed class HealthRun : IAsyncDisposable
/// {
///     public static HealthCollector Collector { get; } = new(o => o.Baseline = "health-baseline.json");
///
///     public ValueTask DisposeAsync() => Collector.DisposeAsync();
/// }
///
/// public sealed class ShopFactory : WebApplicationFactory&lt;Program>
/// {
///     protected override void ConfigureWebHost(IWebHostBuilder builder)
///         => builder.ConfigureServices(services => services.AddHealthCollector(HealthRun.Collector));
/// }
/// </code>
/// With NUnit, dispose it in a `[OneTimeTearDown]` of a `[SetUpFixture]`; with MSTest, in `[AssemblyCleanup]`.
/// </remarks>
public sealed class HealthCollector : IAsyncDisposable
{
    // Results may wait for query plans, whose time limits are shorter together.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<RequestLog, bool> _hosts = new();
    private readonly CollectedRules _rules = new();
    private readonly HealthCollectorOptions _options;
    private readonly Lazy<Task> _completion;

    /// <param name="configure">Sets the options.</param>
    /// <param name="file">The source file that relative paths start at; by default, the caller's.</param>
    /// <exception cref="ArgumentException">A rule is unknown.</exception>
    public HealthCollector(Action<HealthCollectorOptions>? configure = null, [CallerFilePath] string file = "")
        : this(configure, Environment.GetEnvironmentVariable, file)
    {
    }

    internal HealthCollector(
        Action<HealthCollectorOptions>? configure, Func<string, string?> environment, string file)
    {
        _options = new(environment);
        configure?.Invoke(_options);
        if (_options.Rules.Except(HealthRules.All).FirstOrDefault() is { } unknown)
            throw new ArgumentException($"The rule '{unknown}' is none of {string.Join(", ", HealthRules.All)}.");
        var folder = Path.GetDirectoryName(SourcePath.Find(file)) ?? "";
        _options.Baseline = FullPath(_options.Baseline);
        _options.JUnit = FullPath(_options.JUnit);
        _completion = new(ReportAsync);

        string? FullPath(string? path) => path is null ? null : Path.GetFullPath(Path.Combine(folder, path));
    }

    /// <summary>Waits until all results are final, writes the reports, and fails if there are new findings. Later calls
    /// return the same result.</summary>
    /// <exception cref="UnhealthyException">There are new findings. The message contains the evidence.</exception>
    /// <exception cref="InvalidDataException">The baseline can't be read. It stays as it is.</exception>
    /// <exception cref="IOException">A file could not be written.</exception>
    public Task CompleteAsync() => _completion.Value;

    /// <summary>Completes the collector, unless <see cref="CompleteAsync"/> was called.</summary>
    /// <inheritdoc cref="CompleteAsync"/>
    public async ValueTask DisposeAsync()
    {
        if (!_completion.IsValueCreated) await CompleteAsync();
    }

    /// <summary>Collects from a host; nothing happens if it is collected from already.</summary>
    internal void Add(RequestLog host)
    {
        if (_hosts.TryAdd(host, true)) host.Completed += _rules.Add;
    }

    /// <summary>Waits for the results of a host that stops, while its data sources are still there.</summary>
    internal async Task StopAsync(RequestLog host, CancellationToken cancellationToken)
    {
        // A run can start hundreds of hosts, and each remembers its requests.
        if (await host.WaitAllAsync(Timeout, cancellationToken) == 0) _hosts.TryRemove(host, out _);
    }

    private async Task ReportAsync()
    {
        var unfinished = await Task.WhenAll(_hosts.Keys.Select(host => host.WaitAllAsync(Timeout)));
        var baseline = _options.Baseline is { } path ? Baseline.Read(path) : null;
        var report = RunReport.Create(_rules, unfinished.Sum(), baseline, _options);
        if (report.WritesBaseline) baseline!.Write(report.NextBaseline);
        if (_options.JUnit is not null) JUnitReport.Write(_options.JUnit, report);
        TextReport.Write(_options.Output, report);
        if (_options.GitHub) GitHubAnnotations.Write(_options.Output, report);
        if (report.New.Count > 0)
            throw UnhealthyException.NewFindings(report.New, TextReport.HowToAccept(baseline));
    }
}
