using System.Diagnostics;
using PyConDemo.ApiClient;
using PyConDemo.Benchmarks.Results;
using PyConDemo.Load;

namespace PyConDemo.Benchmarks;

/// <summary>
/// A server in a separate process, so that its CPU time can be measured. It ends when its standard input closes.
/// </summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan ReadyTimeout = TimeSpan.FromMinutes(5); // the first run seeds the data
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(30);

    private readonly ApiProcess _process;
    private readonly RequestSender _sender;

    private ServerProcess(ApiProcess process)
        => (_process, _sender) = (process, new RequestSender(process.Address, RequestTimeout));

    public Uri Address => _process.Address;

    /// <summary>
    /// Starts a program from this program's folder on a free port, and waits until /health/ready answers 200.
    /// </summary>
    /// <exception cref="ApiException">The server ended, or was not ready in time.</exception>
    public static async Task<ServerProcess> StartAsync(
        string dll, string[] args, CancellationToken cancellationToken, params (string Name, string Value)[] settings)
    {
        // Both servers use the API's runtime configuration: garbage collector, thread pool, all that a csproj can set.
        var start = new ProcessStartInfo(
            "dotnet",
            [
                "exec", "--runtimeconfig", NextToThis("PyConDemo.Api.runtimeconfig.json"), NextToThis(dll), .. args,
                "--urls", "http://127.0.0.1:0",
            ])
        {
            // This is the content root, so that both servers read the same appsettings.json.
            WorkingDirectory = AppContext.BaseDirectory,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        // The log has the address in a line of this category.
        start.Environment["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information";
        foreach (var (name, value) in settings) start.Environment[name] = value;

        var process = await ApiProcess.StartAsync(start, onLine: null, cancellationToken);
        try
        {
            using var client = new DemoClient(process.Address);
            await client.ReadyAsync(ReadyTimeout, cancellationToken);
            return new ServerProcess(process);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Requests one route in a closed loop, until the time is over or the route's queue is empty.</summary>
    /// <exception cref="InvalidOperationException">
    /// A request failed, so the block would not measure the route.
    /// </exception>
    public async Task<Block> RunAsync(
        BenchmarkCase route, int clients, TimeSpan length, CancellationToken cancellationToken)
    {
        var (start, cpu) = (Stopwatch.GetTimestamp(), _process.ProcessorTime);
        var load = await new ClosedLoop(_sender, clients, route.MostRequests)
            .RunAsync(() => route.Request.ToMessage(), length, onResult: null, cancellationToken);
        if (load.Metrics.Failed > 0)
        {
            throw new InvalidOperationException(
                $"{route.Name}: {load.Metrics.Failed} of {load.Metrics.Total} requests failed.");
        }

        return new Block(load.Metrics.Answered, Stopwatch.GetElapsedTime(start), _process.ProcessorTime - cpu);
    }

    public async ValueTask DisposeAsync()
    {
        _sender.Dispose();
        await _process.DisposeAsync();
    }

    private static string NextToThis(string file) => Path.Combine(AppContext.BaseDirectory, file);
}
