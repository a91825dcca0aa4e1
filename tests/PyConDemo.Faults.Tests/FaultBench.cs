namespace PyConDemo.Faults.Tests;

/// <summary>What the tests break: a PostgreSQL and an object store on small disks, and two processes of the API.</summary>
public sealed class FaultBench : IAsyncLifetime
{
    /// <summary>The setting Reports__TakeOverSeconds. The default of 30 s would make the tests long.</summary>
    public const int TakeOverSeconds = 5;

    private readonly ScratchFolder _folder = new();
    private readonly List<ApiInstance> _processes = [];
    private readonly Lock _gate = new();
    private Dictionary<string, string> _settings = [];

    internal SmallDisk DatabaseDisk { get; private set; } = null!;
    internal SmallDisk StoreDisk { get; private set; } = null!;
    internal BreakableServer Server { get; private set; } = null!;
    internal ReportWatch Watch { get; private set; } = null!;

    /// <summary>Why the tests can't run here, or null.</summary>
    public string? Missing { get; private set; }

    /// <summary>Reports per second that both processes finish together.</summary>
    public double Capacity { get; private set; }

    /// <summary>The longest time that a process held a lock of Hangfire while nothing was broken.</summary>
    public TimeSpan LongestHold { get; private set; }

    /// <summary>The processes that run now.</summary>
    internal IReadOnlyList<ApiInstance> Processes
    {
        get
        {
            lock (_gate) return [.. _processes];
        }
    }


    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var database = await SmallDisk.TryMountAsync(Path.Combine(_folder.Path, "database"), megabytes: 400);
        if (database is null)
        {
            Missing = "The faults need Linux and the right to mount a file system.";
            return;
        }

        DatabaseDisk = database;
        StoreDisk = (await SmallDisk.TryMountAsync(Path.Combine(_folder.Path, "store"), megabytes: 64))!;
        await Shell.RunAsync("chmod", "711", _folder.Path); // PostgreSQL runs as another user
        Server = await BreakableServer.StartAsync(Path.Combine(DatabaseDisk.Path, "clusters"));
        _settings = await NewDatabaseAsync("faults");
        Watch = new(_settings["ConnectionStrings__Demo"]);
        await StartAsync();
        await StartAsync();
        await Watch.InstallAsync();
        await MeasureAsync();
    }

    /// <summary>Creates an empty database. Returns the settings of processes that use it.</summary>
    internal async Task<Dictionary<string, string>> NewDatabaseAsync(string name)
    {
        await using var server = NpgsqlDataSource.Create(Server.ConnectionString);
        await server.ExecuteAsync($"CREATE DATABASE {name}", Cancel);
        var database = new NpgsqlConnectionStringBuilder(Server.ConnectionString) { Database = name };
        return new(_folder.Settings())
        {
            ["ConnectionStrings__Demo"] = database.ConnectionString,
            ["Storage__Folder"] = StoreDisk.Path,
            ["Reports__TakeOverSeconds"] = $"{TakeOverSeconds}",
            ["Reports__MaxQueued"] = "2000",
        };
    }

    /// <summary>Starts one more process, and waits until it is ready.</summary>
    internal async Task<ApiInstance> StartAsync(params (string Name, string Value)[] more)
    {
        var settings = new Dictionary<string, string>(_settings);
        foreach (var (name, value) in more) settings[name] = value;
        var process = await ApiInstance.StartAsync(settings, Cancel);
        await process.ReadyAsync(Cancel);
        lock (_gate) _processes.Add(process);
        return process;
    }

    /// <summary>Ends all processes, and starts two others.</summary>
    internal async Task ReplaceAsync((string Name, string Value)[] more)
    {
        foreach (var process in Processes) await EndAsync(process, _ => Task.CompletedTask);
        await StartAsync(more);
        await StartAsync(more);
    }

    /// <summary>Lets no client ask this process any more. It goes on with the queue.</summary>
    internal ApiInstance Hide(ApiInstance process)
    {
        lock (_gate) _processes.Remove(process);
        return process;
    }

    /// <summary>Ends a process by <paramref name="end"/>. No client asks it any more.</summary>
    internal async Task EndAsync(ApiInstance process, Func<ApiInstance, Task> end)
    {
        Hide(process);
        await end(process);
        await process.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in Processes) await process.DisposeAsync();
        if (Missing is null)
        {
            await Watch.DisposeAsync();
            await Server.DisposeAsync();
            await DatabaseDisk.DisposeAsync();
            await StoreDisk.DisposeAsync();
        }

        _folder.Dispose();
    }

    // The first reports warm the code up, and the others are timed.
    private async Task MeasureAsync()
    {
        await using var load = new ReportLoad(() => Processes);
        await load.BurstAsync(20);
        await DoneAsync(load);
        var since = Stopwatch.GetTimestamp();
        await load.BurstAsync(60);
        await DoneAsync(load);
        Capacity = 60 / Stopwatch.GetElapsedTime(since).TotalSeconds;
        LongestHold = await Watch.LongestHoldAsync();
    }

    private Task DoneAsync(ReportLoad load) => Eventually.TrueAsync(
        async () => await Watch.TryReadAsync() is { } rows && load.Accepted.Keys.All(id => rows[id].IsDone),
        "all reports are done", Cancel);
}
