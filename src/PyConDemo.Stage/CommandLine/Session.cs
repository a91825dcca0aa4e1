using System.CommandLine;
using PyConDemo.Stage.Target;

namespace PyConDemo.Stage.CommandLine;

/// <summary>A target that is checked and ready; disposal stops the API if it was started here.</summary>
internal sealed class Session : IAsyncDisposable
{
    /// <summary>Seeding the large data takes a minute or two on a small machine.</summary>
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromMinutes(5);

    private readonly ApiProcess? api;

    private Session(ApiProcess? api, DemoClient client, IReadOnlyList<Pattern> patterns, Vitals vitals)
        => (this.api, Client, Patterns, Vitals) = (api, client, patterns, vitals);

    public DemoClient Client { get; }
    public IReadOnlyList<Pattern> Patterns { get; }

    /// <summary>Completes when the API that was started here has ended; never for one that was not.</summary>
    public Task EndedAsync(CancellationToken cancel) => api?.EndedAsync(cancel) ?? Task.Delay(Timeout.Infinite, cancel);

    public Vitals Vitals { get; }

    public static Task<Session> OpenAsync(ParseResult line, CommonOptions options, CancellationToken cancel)
        => OpenAsync(line.GetValue(options.Target), line.GetValue(options.Scale), line.GetValue(options.Verbose), cancel);

    public static async Task<Session> OpenAsync(Uri? target, string? scale, bool verbose, CancellationToken cancel)
    {
        ApiProcess? api = null;
        DemoClient? client = null;
        try
        {
            if (target is null)
            {
                Console.Error.WriteLine("Starting the API …");
                api = await ApiProcess.StartAsync(scale, verbose ? Console.Error.WriteLine : null, cancel).ConfigureAwait(false);
            }

            client = new DemoClient(target ?? api!.Address);
            await client.ReadyAsync(ReadyWithin, cancel).ConfigureAwait(false);
            var (patterns, vitals) = await TargetCheck.RunAsync(client, cancel).ConfigureAwait(false);
            return new Session(api, client, patterns, vitals);
        }
        catch
        {
            client?.Dispose();
            if (api is not null) await api.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (api is not null) await api.DisposeAsync().ConfigureAwait(false);
    }
}
