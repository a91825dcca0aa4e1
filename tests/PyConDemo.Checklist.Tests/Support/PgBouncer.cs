using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace PyConDemo.Checklist.Tests.Support;

/// <summary>A PgBouncer before the test's PostgreSQL. A connection has a server process only during a transaction.
/// </summary>
public sealed class PgBouncer : IAsyncDisposable
{
    private static readonly string? Program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Append("/usr/sbin").Select(folder => Path.Combine(folder, "pgbouncer")).FirstOrDefault(File.Exists);

    private readonly ScratchFolder _folder = new();
    private readonly Process _process;

    private PgBouncer(string connectionString)
    {
        var server = new NpgsqlConnectionStringBuilder(connectionString);
        var port = FreePort();
        var users = _folder.File("users", $"\"{server.Username}\" \"{server.Password}\"\n");
        var settings = _folder.File("settings", $"""
            [databases]
            * = host={server.Host} port={server.Port}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port}
            unix_socket_dir =
            auth_type = plain
            auth_file = {users}
            pool_mode = transaction
            """);
        // It refuses to run as root.
        string[] user = Environment.IsPrivilegedProcess ? ["-u", "nobody"] : [];
        _process = Process.Start(new ProcessStartInfo(Program!, [.. user, "-q", settings])
        {
            RedirectStandardError = true,
        })!;
        _process.BeginErrorReadLine();
        ConnectionString = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Host = "127.0.0.1",
            Port = port,
            Options = null,
        }.ConnectionString;
    }

    public string ConnectionString { get; }

    /// <summary>The reason why it can't be started; null if it can.</summary>
    public static string? WhyMissing => Program is null ? "PgBouncer is not installed" : null;

    /// <summary>Skips the test where PgBouncer is missing.</summary>
    public static async Task<PgBouncer> StartAsync(string connectionString)
    {
        Assert.SkipWhen(WhyMissing is not null, WhyMissing ?? "");
        var bouncer = new PgBouncer(connectionString);
        await Eventually.TrueAsync(
            bouncer.AnswersAsync, "PgBouncer accepts connections", TestContext.Current.CancellationToken);
        return bouncer;
    }

    public async ValueTask DisposeAsync()
    {
        await _process.StopAsync();
        _process.Dispose();
        _folder.Dispose();
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await using var source = NpgsqlDataSource.Create(ConnectionString);
            await using var connection = await source.OpenConnectionAsync();
            return true;
        }
        catch (NpgsqlException) when (!_process.HasExited)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
