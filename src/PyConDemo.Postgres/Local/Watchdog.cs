using System.Diagnostics;

namespace PyConDemo.Postgres.Local;

/// <summary>The shell that outlives this process and stops the server if it is killed. See watchdog.sh.</summary>
internal sealed class Watchdog(Process process) : IServerStarter
{
    /// <summary>The watchdog gets its own session (where setsid exists), so that a terminal's Ctrl-C doesn't reach it.
    /// It becomes nobody's child, so that a kill of our process tree doesn't reach it either. A shell gives background
    /// jobs /dev/null as input, so the pipe is passed on as descriptor 3.</summary>
    private const string Launch = """
        exec 3<&0
        if command -v setsid >/dev/null; then setsid sh -c "$@" <&3 3<&- & else sh -c "$@" <&3 3<&- & fi
        """;

    public static async Task<Watchdog> StartAsync(
        ClusterDirectory directory, ServerBinaries binaries, ServerAccount account, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            "-c", Launch, "launch", Script(), "watchdog",
            directory.Folder, directory.RelativeData, binaries.PgCtl, directory.Throwaway ? "yes" : "no",
        ];
        var info = ProcessRunner.StartInfo("/bin/sh", arguments, account);
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
        await process.StandardInput.WriteLineAsync("start");
        return await ReadReplyAsync("started ", CancellationToken.None) == "started 0";
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await process.StandardInput.WriteLineAsync("leave");
            // The output ends with the watchdog, which must not keep a folder open that is deleted next.
            await process.StandardOutput.ReadToEndAsync();
        }
        catch (IOException)
        {
            // Somebody killed the watchdog, so there is nothing to stop.
        }

        process.Dispose();
    }

    private async Task<string> ReadReplyAsync(string start, CancellationToken cancellationToken)
    {
        var reply = await process.StandardOutput.ReadLineAsync(cancellationToken);
        return reply?.StartsWith(start, StringComparison.Ordinal) is true
            ? reply
            : throw new LocalServerException($"the shell that guards the server said '{reply}' instead of '{start}'");
    }

    private static string Script()
    {
        using var reader = new StreamReader(typeof(Watchdog).Assembly.GetManifestResourceStream("watchdog.sh")!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
