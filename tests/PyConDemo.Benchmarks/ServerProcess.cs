using System.Diagnostics;
using System.Text.RegularExpressions;

namespace PyConDemo.Benchmarks;

/// <summary>A server in a process of its own, so that its CPU is its own. Ends when its standard input closes.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5); // scale large, seeded on the first run

    private readonly Process _process;
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(Process process) => _process = process;

    public Uri Address { get; private set; } = new("about:blank");

    /// <summary>CPU time that the process has used since it began, user and system.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts a program that lies beside this one, on a free port, and waits until /health/ready answers 200.</summary>
    /// <exception cref="InvalidOperationException">It ended, or wasn't ready in time.</exception>
    public static async Task<ServerProcess> StartAsync(string dll, string[] args, params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            // One runtime configuration for both servers, the API's: garbage collector, thread pool, everything that a csproj can set.
            ArgumentList = { "exec", "--runtimeconfig", Beside("PyConDemo.Api.runtimeconfig.json"), Beside(dll) },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = AppContext.BaseDirectory, // the content root: one appsettings.json for both
        };
        foreach (var arg in (string[])[.. args, "--urls", "http://127.0.0.1:0"])
            start.ArgumentList.Add(arg);
        foreach (var (name, value) in (ReadOnlySpan<(string, string)>)[("ASPNETCORE_ENVIRONMENT", "Production"), .. settings])
            start.Environment[name] = value;
        start.Environment["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information"; // says the address

        var server = new ServerProcess(Process.Start(start)!);
        server._process.OutputDataReceived += (_, line) => server.Hear(line.Data);
        server._process.BeginOutputReadLine();
        await server.WaitUntilReadyAsync();
        return server;
    }

    private static string Beside(string file) => Path.Combine(AppContext.BaseDirectory, file);

    private async Task WaitUntilReadyAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        if (await Task.WhenAny(_listening.Task, _process.WaitForExitAsync(limit.Token)) != _listening.Task)
            throw new InvalidOperationException("A server ended before it listened; it said why above.");

        Address = await _listening.Task;
        using var client = new HttpClient { BaseAddress = Address };
        while (!await IsReadyAsync(client, limit.Token))
        {
            if (_process.HasExited)
                throw new InvalidOperationException("A server ended before it was ready; it said why above.");
            await Task.Delay(100, limit.Token);
        }
    }

    private static async Task<bool> IsReadyAsync(HttpClient client, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await client.GetAsync("/health/ready", cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException) // it is ending: HasExited tells in a moment
        {
            return false;
        }
    }

    private void Hear(string? line)
    {
        if (line is not null && ListeningOn().Match(line) is { Success: true } match)
            _listening.TrySetResult(new Uri(match.Groups[1].Value));
    }

    public async ValueTask DisposeAsync()
    {
        await _process.StandardInput.DisposeAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    [GeneratedRegex(@"Now listening on: (\S+)")]
    private static partial Regex ListeningOn();
}
