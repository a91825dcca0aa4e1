using System.Diagnostics;

namespace PyConDemo.Postgres.Local;

/// <summary>The shell that outlives us, and stops the server should we be killed. See watchdog.sh.</summary>
internal sealed class Watchdog : IServerStarter
{
    /// <summary>
    /// In a session of its own (where setsid exists), so that a terminal's Ctrl-C doesn't reach it, and nobody's child, so that
    /// killing our process tree doesn't either. A shell gives background jobs /dev/null as input: hence descriptor 3.
    /// </summary>
    private const string Launch = """
        exec 3<&0
        if command -v setsid >/dev/null; then setsid sh -c "$@" <&3 3<&- & else sh -c "$@" <&3 3<&- & fi
        """;

    private readonly Process _process;

    private Watchdog(Process process) => _process = process;

    public static async Task<Watchdog> StartAsync(ClusterDirectory directory, ServerBinaries binaries, ServerAccount account, CancellationToken cancellationToken)
    {
        var info = ProcessRunner.StartInfo("/bin/sh",
            ["-c", Launch, "launch", Script(), "watchdog", directory.Folder, directory.Data, binaries.PgCtl, directory.Throwaway ? "yes" : "no"], account);
        info.RedirectStandardInput = true;
        info.RedirectStandardError = false;
        var watchdog = new Watchdog(ProcessRunner.Start(info));
        try
        {
            await watchdog.ReadReplyAsync("watching", cancellationToken);
            return watchdog;
        }
        catch
        {
            await watchdog.DisposeAsync();
            throw;
        }
    }

    public async Task<bool> StartServerAsync()
    {
        await _process.StandardInput.WriteLineAsync("start");
        await _process.StandardInput.FlushAsync();
        return await ReadReplyAsync("started ", CancellationToken.None) == "started 0";
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _process.StandardInput.WriteLineAsync("leave");
            await _process.StandardInput.FlushAsync();
            await _process.StandardOutput.ReadToEndAsync(); // its end: nothing of ours may stay in a folder that is deleted next
        }
        catch (IOException)
        {
            // Somebody killed the watchdog: nothing is left to say goodbye to.
        }

        _process.Dispose();
    }

    private async Task<string> ReadReplyAsync(string start, CancellationToken cancellationToken)
    {
        var answer = await _process.StandardOutput.ReadLineAsync(cancellationToken);
        return answer?.StartsWith(start, StringComparison.Ordinal) is true
            ? answer
            : throw new LocalServerException($"the shell that guards the server said '{answer}' instead of '{start}'");
    }

    private static string Script()
    {
        using var reader = new StreamReader(typeof(Watchdog).Assembly.GetManifestResourceStream("watchdog.sh")!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
