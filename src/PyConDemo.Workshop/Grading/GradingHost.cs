using System.Collections.ObjectModel;
using PyConDemo.ApiClient;

namespace PyConDemo.Workshop.Grading;

/// <summary>The process of one API under examination. Not thread-safe: nobody asks while it is restarted.</summary>
internal sealed class GradingHost : IAsyncDisposable
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromMinutes(3); // the first one also seeds
    private readonly Start _start;
    private ApiProcess _process;

    private GradingHost(Start start, ApiProcess process)
    {
        (_start, _process) = (start, process);
        (Http, Demo) = Clients(process.Address);
    }

    /// <param name="with">Further environment variables.</param>
    public delegate Task<ApiProcess> Start(IReadOnlyDictionary<string, string> with, CancellationToken cancellationToken);

    public HttpClient Http { get; private set; }

    public DemoClient Demo { get; private set; }

    /// <exception cref="ApiException">It did not start, or did not get ready.</exception>
    public static async Task<GradingHost> StartAsync(Start start, CancellationToken cancellationToken)
    {
        var host = new GradingHost(start, await start(ReadOnlyDictionary<string, string>.Empty, cancellationToken));
        try
        {
            await host.ReadyAsync(cancellationToken);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>kill -9, and a new process on the same data.</summary>
    /// <param name="with">Further environment variables of this process; the next restart forgets them.</param>
    public async Task KillAndRestartAsync(CancellationToken cancellationToken, IReadOnlyDictionary<string, string>? with = null)
    {
        await _process.KillAsync();
        await DisposeAsync();
        _process = await _start(with ?? ReadOnlyDictionary<string, string>.Empty, cancellationToken);
        (Http, Demo) = Clients(_process.Address);
        await ReadyAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Demo.Dispose();
        await _process.DisposeAsync();
    }

    /// <summary>Its end would be waited for in vain: the last thing that it said is told instead.</summary>
    private async Task ReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Demo.ReadyAsync(ReadyWithin, cancellationToken);
        }
        catch (ApiUnreachableException e)
        {
            throw new ApiStartException($"The API under examination ended: {_process.LastLine}", e);
        }
    }

    private static (HttpClient, DemoClient) Clients(Uri address) => (
        new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false })
        {
            BaseAddress = address,
            Timeout = TimeSpan.FromSeconds(60),
        },
        new DemoClient(address));
}
