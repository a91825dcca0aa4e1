using System.Collections.ObjectModel;

namespace PyConDemo.Workshop.Grading;

/// <summary>The process of one checked API. Not thread-safe: no request may be sent during a restart.</summary>
internal sealed class GradingHost : IAsyncDisposable
{
    private static readonly TimeSpan ReadyTimeout = TimeSpan.FromMinutes(3); // the first start also seeds the data
    private readonly Start _start;
    private ApiProcess _process;

    private GradingHost(Start start, ApiProcess process)
    {
        (_start, _process) = (start, process);
        (Http, Demo) = Clients(process.Address);
    }

    /// <param name="with">More environment variables.</param>
    public delegate Task<ApiProcess> Start(
        IReadOnlyDictionary<string, string> with, CancellationToken cancellationToken);

    public HttpClient Http { get; private set; }

    public DemoClient Demo { get; private set; }

    /// <exception cref="ApiException">The API did not start, or did not get ready.</exception>
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

    /// <summary>Kills the process (kill -9), and starts a new one on the same data.</summary>
    /// <param name="with">More environment variables of this process; the next restart drops them.</param>
    public async Task KillAndRestartAsync(
        CancellationToken cancellationToken, IReadOnlyDictionary<string, string>? with = null)
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

    /// <summary>An API that does not answer has ended. Its last line says why.</summary>
    private async Task ReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Demo.ReadyAsync(ReadyTimeout, cancellationToken);
        }
        catch (ApiUnreachableException e)
        {
            throw new ApiStartException($"The checked API ended: {_process.LastLine}", e);
        }
    }

    private static (HttpClient, DemoClient) Clients(Uri address)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false };
        var http = new HttpClient(handler) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
        return (http, new DemoClient(address));
    }
}
