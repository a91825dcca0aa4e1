using PyConDemo.Workshop.Servers;

namespace PyConDemo.Workshop.Judging;

/// <summary>What one check has: a database of its own, two processes for the checked lane, and an API whose bad and
/// good lanes are the yardstick. All see the same data, but PostgreSQL knows them by their roles.</summary>
internal sealed class World : IAsyncDisposable
{
    private readonly WorldFactory _factory;
    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly CheckedServer _reference;
    private Task<CheckedServer>? _second;
    private string? _assembly;

    private World(
        WorldFactory factory, IReadOnlyDictionary<string, string> settings, CheckDatabase data, CheckedServer first,
        CheckedServer reference)
        => (_factory, _settings, Data, First, _reference) = (factory, settings, data, first, reference);

    public CheckDatabase Data { get; }

    /// <summary>The process that gets the first requests.</summary>
    public CheckedServer First { get; }

    /// <summary>Starts the processes. They serve no lane yet.</summary>
    /// <param name="settings">Settings of the API for this check.</param>
    /// <exception cref="ApiException">An API did not start.</exception>
    public static async Task<World> OpenAsync(
        WorldFactory factory, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        var data = await factory.CopyDatabaseAsync(cancellationToken);
        var first = factory.StartAsync(data, JudgeServer.First, settings, cancellationToken);
        // It works on nothing in the background: the queues are for the checked processes.
        var idle = settings.Where(setting => setting.Key != WorldFactory.Background).ToDictionary();
        var reference = factory.StartAsync(data, JudgeServer.Reference, idle, cancellationToken);
        try
        {
            return new(factory, settings, data, await first, await reference);
        }
        catch
        {
            await DisposeAsync([first, reference]);
            await data.DisposeAsync();
            throw;
        }
    }

    /// <summary>Serves the lane in both checked processes. The second one starts meanwhile.</summary>
    /// <exception cref="RefusalException">The lane can't be loaded.</exception>
    public async Task LoadAsync(string assembly, CancellationToken cancellationToken)
    {
        _assembly = assembly;
        await First.Process.LoadAsync(assembly, cancellationToken);
        _second = StartAsync();

        async Task<CheckedServer> StartAsync()
        {
            var server = await _factory.StartAsync(Data, JudgeServer.Second, _settings, cancellationToken);
            await server.Process.LoadAsync(assembly, cancellationToken);
            return server;
        }
    }

    /// <summary>Serves the lane in the yardstick's process too. For an accepted lane, because another one could change
    /// the yardstick.</summary>
    public Task LoadReferenceAsync(CancellationToken cancellationToken)
        => _reference.Process.LoadAsync(
            _assembly ?? throw new InvalidOperationException("The lane is not loaded yet."), cancellationToken);

    /// <summary>Another process with the same lane on the same data. It has answered nothing yet at the first call.
    /// </summary>
    public Task<CheckedServer> SecondAsync()
        => _second ?? throw new InvalidOperationException("The lane is not loaded yet.");

    /// <summary>Sends a request to a lane of the yardstick.</summary>
    /// <param name="path">The path with the lane: /bad/posts?size=7.</param>
    public async Task<Look> ReferenceAsync(
        string path, CancellationToken cancellationToken, string method = "GET", string? body = null)
    {
        var look = await _reference.LookAsync(new(method, path, body), cancellationToken);
        return look.Answer.IsSuccess ? look
            : throw new OtherApiException($"The judge's own API answers {(int)look.Answer.Status} to {path}.");
    }

    public async ValueTask DisposeAsync()
    {
        Task<CheckedServer>[] servers = [Task.FromResult(First), Task.FromResult(_reference)];
        await DisposeAsync(_second is null ? servers : [.. servers, _second]);
        await Data.DisposeAsync();
    }

    private static Task DisposeAsync(IEnumerable<Task<CheckedServer>> servers) => Task.WhenAll(servers.Select(
        async server =>
        {
            await ((Task)server).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // it may not have started
            if (server.IsCompletedSuccessfully) await (await server).DisposeAsync();
        }));
}
