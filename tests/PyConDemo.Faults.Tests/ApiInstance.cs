using System.Collections.Concurrent;

namespace PyConDemo.Faults.Tests;

/// <summary>One process of the API.</summary>
internal sealed class ApiInstance : IAsyncDisposable
{
    private readonly ApiProcess _process;
    private readonly ConcurrentQueue<string> _lines;

    private ApiInstance(ApiProcess process, ConcurrentQueue<string> lines)
    {
        (_process, _lines) = (process, lines);
        Client = new() { BaseAddress = process.Address, Timeout = TimeSpan.FromSeconds(30) };
    }

    public HttpClient Client { get; }

    /// <summary>What it has printed so far.</summary>
    public IEnumerable<string> Lines => _lines;

    public static async Task<ApiInstance> StartAsync(
        IEnumerable<KeyValuePair<string, string>> settings, CancellationToken cancellationToken)
    {
        var command = ApiProcess.Command(ApiProcess.BuiltPath, scale: "small");
        foreach (var (name, value) in settings) command.Environment[name] = value;
        var lines = new ConcurrentQueue<string>();
        return new(await ApiProcess.StartAsync(command, lines.Enqueue, cancellationToken), lines);
    }

    /// <exception cref="InvalidOperationException">The process ended. The message has what it printed.</exception>
    public async Task ReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Eventually.TrueAsync(
                async () => (await Client.GetAsync("/health/ready", cancellationToken)).IsSuccessStatusCode,
                $"{Client.BaseAddress} is ready", cancellationToken);
        }
        catch (Exception error) when (error is HttpRequestException or TimeoutException)
        {
            throw new InvalidOperationException($"The API did not get ready:\n{string.Join('\n', _lines)}", error);
        }
    }

    /// <summary>kill -9.</summary>
    public Task KillAsync() => _process.KillAsync();

    /// <summary>SIGTERM, as a container engine sends it.</summary>
    public async Task TerminateAsync(CancellationToken cancellationToken)
    {
        await Shell.SignalAsync("TERM", _process.Id);
        await _process.EndedAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _process.DisposeAsync();
    }
}
