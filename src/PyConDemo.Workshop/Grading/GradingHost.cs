namespace PyConDemo.Workshop.Grading;

/// <summary>The process of one checked API. Not thread-safe: no request may be sent during a restart.</summary>
/// <param name="program">The path of the built API.</param>
/// <param name="seed">The seed of the data: any except 0, which is the demo's own.</param>
/// <param name="settings">More environment variables, such as PostgreSQL's data folder.</param>
/// <param name="onLine">Receives each line that the API prints, from any thread.</param>
internal sealed class GradingHost(
    string program, string scale, string seed, IReadOnlyDictionary<string, string> settings, Action<string>? onLine)
    : IAsyncDisposable
{
    private static readonly TimeSpan ReadyTimeout = TimeSpan.FromMinutes(3); // the first start also seeds the data
    private ApiProcess? _process;
    private DemoClient? _demo;

    public DemoClient Demo => _demo!; // sessions are given out when their APIs are ready

    /// <param name="with">More environment variables of this process; the next restart drops them.</param>
    /// <exception cref="ApiException">The API did not start, or did not get ready.</exception>
    public async Task StartAsync(
        CancellationToken cancellationToken, IEnumerable<KeyValuePair<string, string>>? with = null)
    {
        _process = await ApiProcess.StartAsync(Command(with ?? []), onLine, cancellationToken);
        _demo = new DemoClient(_process.Address);
        try
        {
            await _demo.ReadyAsync(ReadyTimeout, cancellationToken);
        }
        catch (ApiUnreachableException e)
        {
            throw new ApiStartException($"The checked API ended: {_process.LastLine}", e);
        }
    }

    /// <summary>Kills the process (kill -9) whatever it does, and starts a new one on the same data.</summary>
    /// <inheritdoc cref="StartAsync"/>
    public async Task KillAndRestartAsync(
        CancellationToken cancellationToken, IEnumerable<KeyValuePair<string, string>>? with = null)
    {
        await _process!.KillAsync();
        await DisposeAsync();
        await StartAsync(cancellationToken, with);
    }

    public async ValueTask DisposeAsync()
    {
        _demo?.Dispose();
        if (_process is not null) await _process.DisposeAsync();
    }

    private ProcessStartInfo Command(IEnumerable<KeyValuePair<string, string>> with)
    {
        var command = ApiProcess.Command(program, scale);
        var environment = command.Environment;
        environment.Remove("ConnectionStrings__Demo"); // the checks need their own databases
        environment["Demo__Seed"] = seed;
        // A small queue fills fast, short leases expire soon, and jobs of some milliseconds can be killed during work.
        environment["Reports__MaxQueued"] = "10";
        environment["Reports__TakeOverSeconds"] = "5";
        environment["RowLocking__Lease"] = "00:00:08";
        environment["RowLocking__RescueInterval"] = "00:00:00.5";
        environment["RowLocking__Rounds"] = "12000";
        foreach (var (name, value) in settings.Concat(with)) environment[name] = value;
        return command;
    }
}
