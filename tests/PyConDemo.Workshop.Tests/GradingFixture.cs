using PyConDemo.Workshop.Fixes;
using PyConDemo.Workshop.Grading;
using PyConDemo.Workshop.Tests;

[assembly: AssemblyFixture(typeof(GradingFixture))]

namespace PyConDemo.Workshop.Tests;

/// <summary>
/// The two APIs of a check, started once for all tests. The program has every fix next to its lanes.
/// </summary>
public sealed class GradingFixture : IAsyncLifetime
{
    private readonly ScratchFolder _folder = new();
    private GradingSession? _session;

    /// <summary>Lets one check run at a time, because some checks kill the process.</summary>
    public SemaphoreSlim OneAtATime { get; } = new(1);

    internal GradedApis Apis(string prefix) => _session!.Apis(prefix);

    public async ValueTask InitializeAsync() => _session = await GradingSession.OpenAsync(
        typeof(FixRoutes).Assembly.Location, _folder.Settings(),
        line => TestContext.Current.SendDiagnosticMessage(line), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_session is not null) await _session.DisposeAsync();
        OneAtATime.Dispose();
        _folder.Dispose();
    }
}
