using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace PyConDemo.Api.Tests.Support;

/// <summary>The program as users start it: a separate process on a free port.</summary>
public sealed partial class DemoProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = [];
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private DemoProcess(Process process) => _process = process;

    public int ExitCode => _process.ExitCode;

    /// <summary>Both output streams, line by line.</summary>
    public string Output => string.Join('\n', _output);

    public static DemoProcess Start(params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "PyConDemo.Api.dll"), "--urls", "http://127.0.0.1:0",
            },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        start.Environment["Storage__Folder"] = TestObjects.Folder;
        start.Environment["DOTNET_TieredPGO"] = "0"; // it runs too short for what this prepares
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        var demo = new DemoProcess(Process.Start(start)!);
        demo._process.OutputDataReceived += (_, line) => demo.Hear(line.Data);
        demo._process.ErrorDataReceived += (_, line) => demo.Hear(line.Data);
        demo._process.BeginOutputReadLine();
        demo._process.BeginErrorReadLine();
        return demo;
    }

    /// <summary>Starts it with a local cluster in the test's folder. It ends when its standard input closes.</summary>
    public static DemoProcess StartLocal(ScratchFolder folder) => Start(
        ("Postgres__Source", "local"),
        ("Postgres__DataFolder", folder.Path),
        ("Demo__Scale", "small"),
        ("Demo__StopWithStdin", "true"));

    /// <summary>Waits until /health/ready answers 200. Returns a client for this process.</summary>
    public async Task<HttpClient> ReadyAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(3));
        try
        {
            var exit = _process.WaitForExitAsync(limit.Token);
            if (await Task.WhenAny(_listening.Task, exit) == exit)
            {
                throw new InvalidOperationException("It ended before it listened.");
            }

            var client = new HttpClient(new ShownErrors()) { BaseAddress = await _listening.Task };
            while (!(await client.GetAsync("/health/ready", limit.Token)).IsSuccessStatusCode)
            {
                await Task.Delay(20, limit.Token);
            }

            return client;
        }
        catch (Exception error)
        {
            throw new InvalidOperationException($"The program did not get ready. It said:\n{Output}", error);
        }
    }

    public async Task WaitForExitAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(3));
        await _process.WaitForExitAsync(limit.Token);
    }

    /// <summary>Closes its standard input, as the end of a parent does, and waits for a clean exit.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _process.StandardInput.DisposeAsync();
        await WaitForExitAsync(cancellationToken);
        Assert.Equal(0, ExitCode);
    }

    /// <summary>kill -9: the process has no chance to clean up.</summary>
    public void Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void Hear(string? line)
    {
        if (line is null) return;

        _output.Enqueue(line);
        if (ListeningOn().Match(line) is { Success: true } match)
        {
            var address = new UriBuilder(match.Groups[1].Value);
            if (address.Host is "0.0.0.0" or "[::]") address.Host = "127.0.0.1"; // no client can call a wildcard
            _listening.TrySetResult(address.Uri);
        }
    }

    [GeneratedRegex(@"Now listening on: (\S+)")]
    private static partial Regex ListeningOn();
}
