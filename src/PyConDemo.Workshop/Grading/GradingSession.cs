namespace PyConDemo.Workshop.Grading;

/// <summary>Starts the two APIs of a check, and stops them.</summary>
internal sealed class GradingSession : IAsyncDisposable
{
    /// <summary>The seeds of the data: any two except 0, which is the demo's own. They are fixed, so the data is seeded
    /// only once.</summary>
    private const string SmallSeed = "7301", TwiceSeed = "20917";

    private readonly GradingHost _small, _twice;

    private GradingSession(GradingHost small, GradingHost twice) => (_small, _twice) = (small, twice);

    /// <param name="program">The path of the built API.</param>
    /// <param name="settings">More environment variables, such as PostgreSQL's data folder.</param>
    /// <param name="onLine">Receives each line that an API prints, from any thread.</param>
    /// <exception cref="ApiException">An API did not start.</exception>
    public static async Task<GradingSession> OpenAsync(
        string program, IReadOnlyDictionary<string, string> settings, Action<string>? onLine,
        CancellationToken cancellationToken)
    {
        var hosts = new[] { StartAsync("small", SmallSeed), StartAsync("twice", TwiceSeed) };
        try
        {
            await Task.WhenAll(hosts);
            return new(await hosts[0], await hosts[1]);
        }
        catch
        {
            foreach (var host in hosts.Where(h => h.IsCompletedSuccessfully)) await (await host).DisposeAsync();
            throw;
        }

        Task<GradingHost> StartAsync(string scale, string seed) => GradingHost.StartAsync(
            (with, token) => ApiProcess.StartAsync(
                Command(program, scale, seed, [.. settings, .. with]), onLine, token),
            cancellationToken);
    }

    /// <param name="prefix">The prefix of the lane's routes: /yours.</param>
    public GradedApis Apis(string prefix = "/yours")
        => new(new GradedApi(_small, prefix), new GradedApi(_twice, prefix));

    public async ValueTask DisposeAsync()
        => await Task.WhenAll(_small.DisposeAsync().AsTask(), _twice.DisposeAsync().AsTask());

    private static ProcessStartInfo Command(
        string program, string scale, string seed, IEnumerable<KeyValuePair<string, string>> settings)
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
        foreach (var (name, value) in settings) environment[name] = value;
        return command;
    }
}
