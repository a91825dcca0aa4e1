using System.Text.RegularExpressions;
using PyConDemo.Postgres;
using PyConDemo.Postgres.Sources;

namespace PyConDemo.Faults.Tests;

/// <summary>A PostgreSQL of this machine's binaries, which a test can crash and freeze.</summary>
internal sealed partial class BreakableServer(PostgresServer server, string binaries, string data) : IAsyncDisposable
{
    public string ConnectionString => server.ConnectionString;

    public static async Task<BreakableServer> StartAsync(string folder)
    {
        var server = await PostgresServer.StartAsync(new PostgresOptions
        {
            Source = PostgresSource.Local,
            DataFolder = folder,
            ServerSettings = new Dictionary<string, string>
            {
                ["shared_buffers"] = "64MB",
                ["max_wal_size"] = "64MB", // the disk is small
                ["min_wal_size"] = "32MB",
            },
        });
        var words = Where().Match(server.Description);
        return new(server, words.Groups["binaries"].Value, words.Groups["data"].Value);
    }

    /// <summary>Stops the server as a power cut would, and starts it again at once.</summary>
    public async Task CrashAsync()
    {
        await PgCtlAsync("stop", "-m", "immediate"); // "restart" would repeat the relative path of the first start
        await PgCtlAsync("start");
    }

    /// <summary>Stops all processes of the server for a time. Clients see a server that doesn't answer.</summary>
    public async Task FreezeAsync(TimeSpan time)
    {
        var postmaster = int.Parse(File.ReadLines(PidFile).First(), null);
        await Shell.SignalAsync("STOP", postmaster); // first, so that it starts no more processes
        var all = (int[])[postmaster, .. ChildrenOf(postmaster)];
        await Shell.SignalAsync("STOP", all);
        await Task.Delay(time);
        await Shell.SignalAsync("CONT", all);
    }

    /// <summary>Starts the server if it has ended, as an operator would after a full disk.</summary>
    public async Task EnsureRunningAsync()
    {
        if (!File.Exists(PidFile)) await PgCtlAsync("start");
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private string PidFile => Path.Combine(data, "postmaster.pid");

    private static IEnumerable<int> ChildrenOf(int process)
        => File.ReadAllText($"/proc/{process}/task/{process}/children")
            .Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, null));

    // As the owner of the data, because PostgreSQL refuses to run as root.
    private async Task PgCtlAsync(params IEnumerable<string> arguments)
    {
        string[] command =
        [
            Path.Combine(binaries, "pg_ctl"), .. arguments, "-D", data, "-w", "-l", $"{data}/../../server.log",
        ];
        if (Environment.IsPrivilegedProcess)
        {
            var owner = File.Exists("/usr/sbin/runuser") ? "/usr/sbin/runuser" : "/sbin/runuser";
            await Shell.RunAsync(owner, ["-u", OwnerOf(data), "--", .. command]);
        }
        else
        {
            await Shell.RunAsync(command[0], command[1..]);
        }
    }

    private static string OwnerOf(string path)
    {
        using var stat = Process.Start(new ProcessStartInfo("stat", ["-c", "%U", path]) { RedirectStandardOutput = true })!;
        return stat.StandardOutput.ReadToEnd().Trim();
    }

    [GeneratedRegex("from (?<binaries>.+), data in (?<data>.+), port")]
    private static partial Regex Where();
}
