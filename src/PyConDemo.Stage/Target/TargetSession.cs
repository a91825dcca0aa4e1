using PyConDemo.ApiClient;

namespace PyConDemo.Stage.Target;

/// <summary>A target that is checked and ready; disposal stops the API if it was started here.</summary>
internal sealed class TargetSession : IAsyncDisposable
{
    /// <summary>Seeding the large data takes a minute or two on a small machine.</summary>
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromMinutes(5);

    private readonly ApiProcess? _api;

    private TargetSession(ApiProcess? api, DemoClient client, IReadOnlyList<Pattern> patterns, Vitals vitals)
        => (_api, Client, Patterns, Vitals) = (api, client, patterns, vitals);

    public DemoClient Client { get; }
    public IReadOnlyList<Pattern> Patterns { get; }

    /// <summary>Completes when the API that was started here has ended; never for one that was not.</summary>
    public Task EndedAsync(CancellationToken cancellationToken) => _api?.EndedAsync(cancellationToken) ?? Task.Delay(Timeout.Infinite, cancellationToken);

    public Vitals Vitals { get; }

    public static async Task<TargetSession> OpenAsync(Uri? target, string? scale, bool verbose, CancellationToken cancellationToken)
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
            await client.ReadyAsync(ReadyWithin, cancellationToken);
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
