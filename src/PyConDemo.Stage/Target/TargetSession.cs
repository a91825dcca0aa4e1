namespace PyConDemo.Stage.Target;

/// <summary>A target that is checked and ready. Disposal stops the API if this session started it.</summary>
internal sealed class TargetSession : IAsyncDisposable
{
    /// <summary>Seeding the large data takes a minute or two on a small machine.</summary>
    public static readonly TimeSpan ReadyTimeout = TimeSpan.FromMinutes(5);

    private readonly ApiProcess? _api;

    private TargetSession(ApiProcess? api, DemoClient client, IReadOnlyList<Pattern> patterns, Vitals vitals)
        => (_api, Client, Patterns, Vitals) = (api, client, patterns, vitals);

    public DemoClient Client { get; }

    public IReadOnlyList<Pattern> Patterns { get; }

    public Vitals Vitals { get; }

    /// <summary>Completes when the API that this session started has ended. Never completes for another API.</summary>
    public Task EndedAsync(CancellationToken cancellationToken)
        => _api?.EndedAsync(cancellationToken) ?? Task.Delay(Timeout.Infinite, cancellationToken);

    /// <param name="target">A running API; null starts one.</param>
    /// <exception cref="ApiException">The API did not start, did not get ready, or did not pass the check.</exception>
    public static async Task<TargetSession> OpenAsync(
        Uri? target, string? scale, bool verbose, CancellationToken cancellationToken)
    {
        ApiProcess? api = null;
        DemoClient? client = null;
        try
        {
            if (target is null)
            {
                Console.Error.WriteLine("Starting the API …");
                api = await ApiProcess.StartAsync(scale, verbose ? Console.Error.WriteLine : null, cancellationToken);
            }

            client = new DemoClient(target ?? api!.Address);
            await client.ReadyAsync(ReadyTimeout, cancellationToken);
            var (patterns, vitals) = await TargetCheck.RunAsync(client, cancellationToken);
            return new TargetSession(api, client, patterns, vitals);
        }
        catch
        {
            client?.Dispose();
            if (api is not null) await api.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_api is not null) await _api.DisposeAsync();
    }
}
