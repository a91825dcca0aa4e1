using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;

namespace PyConDemo.ApiClient;

/// <summary>The API as a child process. It ends with its standard input, so also after a kill.</summary>
public sealed partial class ApiProcess : IAsyncDisposable
{
    /// <summary>The API's port when it is started by hand. The documents' commands use it.</summary>
    public const int UsualPort = 5080;

    /// <summary>The system chooses a free port, so that many APIs can run at the same time.</summary>
    public const int AnyPort = 0;

    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(15); // the API stops its PostgreSQL too
    private readonly Process _process;
    private readonly Func<string> _lastLine;

    private ApiProcess(Process process, Uri address, Func<string> lastLine)
        => (_process, Address, _lastLine) = (process, address, lastLine);

    /// <summary>The folder of the API's project at build time.</summary>
    public static string Folder => Metadata("ApiFolder");

    /// <summary>The API's .dll file that was built together with this program.</summary>
    public static string BuiltPath => Metadata("ApiPath");

    /// <summary>The dotnet that runs this program, or the one on the PATH.</summary>
    public static string Dotnet
        => Environment.ProcessPath is { } self && Path.GetFileNameWithoutExtension(self) == "dotnet" ? self : "dotnet";

    /// <summary>The last line that the child printed. It is the reason when the child ended by itself.</summary>
    public string LastLine => _lastLine();

    public Uri Address { get; }

    /// <summary>The system's id of the process.</summary>
    public int Id => _process.Id;

    /// <summary>The CPU time that the child has used since its start, user and system.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Completes when the child has ended, for any reason.</summary>
    public Task EndedAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    /// <summary>Starts the API that was built together with this program, and waits until it listens.</summary>
    /// <param name="onLine">Receives each line that the child prints, from any thread.</param>
    /// <param name="preferredPort">The port if it is free. Else the system chooses one.</param>
    /// <exception cref="ApiStartException">The API is not built, or it ended before it listened; the message has its
    /// last line.</exception>
    public static async Task<ApiProcess> StartAsync(
        string? scale, Action<string>? onLine, CancellationToken cancellationToken, int preferredPort = AnyPort)
    {
        if (!File.Exists(BuiltPath))
            throw new ApiStartException($"The API is not built: {BuiltPath} is missing. Build the solution.");
        return await StartAsync(
            port => Command(BuiltPath, scale, lowPriority: true, port), preferredPort, onLine, cancellationToken);
    }

    /// <summary>Starts a program on the preferred port, or on any port if another program has that one.</summary>
    /// <param name="command">The command for a port.</param>
    public static async Task<ApiProcess> StartAsync(
        Func<int, ProcessStartInfo> command, int preferredPort, Action<string>? onLine,
        CancellationToken cancellationToken)
    {
        if (!LoopbackPort.IsFree(preferredPort)) preferredPort = AnyPort;
        try
        {
            return await StartAsync(command(preferredPort), onLine, cancellationToken);
        }
        catch (ApiStartException) when (!LoopbackPort.IsFree(preferredPort))
        {
            return await StartAsync(command(AnyPort), onLine, cancellationToken); // it was taken in the meantime
        }
    }

    /// <summary>The command that starts a built API on a loopback port. The API ends with its parent.</summary>
    /// <param name="path">The API's .dll file.</param>
    /// <param name="scale">The size of the data; null for the API's own setting.</param>
    public static ProcessStartInfo Command(
        string path, string? scale, bool lowPriority = false, int port = AnyPort)
    {
        string[] arguments =
        [
            path, "--urls", $"http://127.0.0.1:{port}", "--environment", "Development", "--contentRoot",
            Directory.Exists(Folder) ? Folder : Path.GetDirectoryName(path)!,
        ];
        var command = lowPriority ? ServerPriority.WithLowPriority(Dotnet, arguments) : new(Dotnet, arguments);
        command.Environment.Remove("ASPNETCORE_URLS"); // another program may listen at a leftover address
        command.Environment.Remove("ASPNETCORE_HTTP_PORTS");
        command.Environment["Demo__StopWithStdin"] = "true";
        if (scale is not null) command.Environment["Demo__Scale"] = scale;
        return command;
    }

    /// <summary>Starts any program that prints the address on which it listens, as ASP.NET Core does.</summary>
    public static async Task<ApiProcess> StartAsync(
        ProcessStartInfo command, Action<string>? onLine, CancellationToken cancellationToken)
    {
        command.RedirectStandardInput = command.RedirectStandardOutput = command.RedirectStandardError = true;
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var lastLine = "it printed nothing";
        var process = new Process { StartInfo = command };
        process.OutputDataReceived += (_, e) => OnLine(e.Data);
        process.ErrorDataReceived += (_, e) => OnLine(e.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _ = ReportEndAsync();
        try
        {
            var address = await listening.Task.WaitAsync(cancellationToken);
            ServerPriority.RaiseOwnIfAsked();
            return new ApiProcess(process, address, () => Volatile.Read(ref lastLine));
        }
        catch
        {
            await EndAsync(process);
            throw;
        }

        async Task ReportEndAsync()
        {
            await process.WaitForExitAsync(CancellationToken.None); // also waits for the last lines
            listening.TrySetException(
                new ApiStartException($"The API ended before it listened: {Volatile.Read(ref lastLine)}"));
        }

        void OnLine(string? line)
        {
            if (string.IsNullOrWhiteSpace(line)) return;
            Volatile.Write(ref lastLine, line.Trim());
            onLine?.Invoke(line);
            if (ListeningLine().Match(line) is { Success: true } match)
                listening.TrySetResult(new Uri(match.Groups[1].Value));
        }
    }

    /// <summary>Kills the process (kill -9) but not its children. Returns when the process is gone.</summary>
    public Task KillAsync()
    {
        _process.Kill();
        return _process.WaitForExitAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync() => await EndAsync(_process);

    private static async Task EndAsync(Process process)
    {
        using (process)
        {
            try
            {
                process.StandardInput.Close();
                using var limit = new CancellationTokenSource(ShutdownTimeout);
                await process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None);
            }
            catch (Exception e) when (e is IOException or InvalidOperationException)
            {
                // The process has already ended.
            }
        }
    }

    private static string Metadata(string key)
        => typeof(ApiProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(a => a.Key == key)?.Value
            ?? throw new ApiStartException($"This build does not contain the value {key}.");

    [GeneratedRegex(@"(?:listening on:?\s+|^)(http://127\.0\.0\.1:\d+)", RegexOptions.IgnoreCase)]
    private static partial Regex ListeningLine();
}
