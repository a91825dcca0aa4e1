using PyConDemo.Workshop.Fixes;
using PyConDemo.Workshop.Grading;
using PyConDemo.Workshop.Tests;

[assembly: AssemblyFixture(typeof(GradingFixture))]

namespace PyConDemo.Workshop.Tests;

/// <summary>Both APIs of an apis, once for all tests: the program with every fix beside its lanes.</summary>
public sealed class GradingFixture : IAsyncLifetime
{
    private readonly ScratchFolder _folder = new();
    private GradingSession? _room;

    /// <summary>One check at a time: some of them kill the process.</summary>
    public SemaphoreSlim OneAtATime { get; } = new(1);

    internal GradedApis Apis(string prefix) => _room!.Apis(prefix);

    public async ValueTask InitializeAsync() => _room = await GradingSession.OpenAsync(
        typeof(FixRoutes).Assembly.Location, _folder.Settings(), line => TestContext.Current.SendDiagnosticMessage(line), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_room is not null) await _room.DisposeAsync();
        OneAtATime.Dispose();
        _folder.Dispose();
    }
}
