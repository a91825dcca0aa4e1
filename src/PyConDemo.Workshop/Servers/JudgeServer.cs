using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using PyConDemo.Postgres;
using PyConDemo.Postgres.Sources;

namespace PyConDemo.Workshop.Servers;

/// <summary>The judge's own PostgreSQL server. Checked code reaches it only as a role without any privilege beyond its
/// own database. Thread-safe.</summary>
internal sealed class JudgeServer : IAsyncDisposable
{
    /// <summary>The role of the first checked process. It owns the databases.</summary>
    public const string First = "attendee";

    /// <summary>The role of the second checked process, which is another server for the same data.</summary>
    public const string Second = "attendee_2";

    /// <summary>The role of the API whose bad and good lanes are the yardstick.</summary>
    public const string Reference = "reference";

    private const string CheckPrefix = "check_";
    private const int Lock = 20251122;
    private const long LongLog = 64 << 20; // bytes
    private readonly PostgresServer _server;

    private int _copies;

    private JudgeServer(PostgresServer server, string password)
    {
        (_server, Password) = (server, password);
        Judge = NpgsqlDataSource.Create(server.ConnectionString);
    }

    /// <summary>Connections of the judge, who is a superuser, to the maintenance database.</summary>
    public NpgsqlDataSource Judge { get; }

    private string Password { get; }

    /// <param name="folder">The folder of the server's data, and of its binaries if they are downloaded.</param>
    /// <exception cref="PostgresUnavailableException">There is no server; the message says what to install.</exception>
    /// <exception cref="CannotJudgeException">The server can't tell what it does.</exception>
    public static async Task<JudgeServer> StartAsync(
        string folder, Action<string>? onProgress, CancellationToken cancellationToken)
    {
        var server = await PostgresServer.StartAsync(new PostgresOptions
        {
            // A configured server belongs to somebody, and may have no superuser for the judge.
            Order = [PostgresSource.Local, PostgresSource.Container, PostgresSource.Download],
            DataFolder = folder,
            Mirror = MirrorVariable.Read(),
            OnProgress = onProgress,
            ServerSettings = ServerLog.ServerSettings,
        }, cancellationToken);
        // The same in each workshop on this server, and nothing that leads to the superuser's password.
        var superuser = new NpgsqlConnectionStringBuilder(server.ConnectionString).Password ?? "";
        var password = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{superuser} checked code")));
        var judge = new JudgeServer(server, password);
        try
        {
            await judge.EnsureLogAsync(cancellationToken);
            await judge.CreateRolesAsync(cancellationToken);
            await judge.CleanUpAsync(cancellationToken);
            return judge;
        }
        catch
        {
            await judge.DisposeAsync();
            throw;
        }
    }

    /// <param name="role">One of the three roles of this class.</param>
    public string ConnectionString(string database, string role)
        => new NpgsqlConnectionStringBuilder(_server.ConnectionString)
        {
            Database = database,
            Username = role,
            Password = Password,
        }.ConnectionString;

    /// <summary>The connection string for the judge.</summary>
    public string ForJudge(string database)
        => new NpgsqlConnectionStringBuilder(_server.ConnectionString) { Database = database }.ConnectionString;

    /// <summary>Creates a template, or returns at once if it is there. Two workshops at once create one.</summary>
    /// <param name="seedAsync">Fills the new database, given the connection string for checked code.</param>
    public async Task EnsureTemplateAsync(
        string template, Func<string, Task> seedAsync, CancellationToken cancellationToken)
    {
        // The lock ends with its session, so also when this process is killed.
        await using var connection = await Judge.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var command = new NpgsqlCommand($"SELECT pg_advisory_xact_lock({Lock})", connection))
        {
            command.CommandTimeout = 300;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        if (await ExistsAsync(template, cancellationToken)) return;
        var draft = $"{template}_draft";
        await DropAsync(draft);
        await RunAsync($"CREATE DATABASE {draft} TEMPLATE template0 ENCODING 'UTF8' OWNER {First}", cancellationToken);
        await seedAsync(ConnectionString(draft, First));
        await RunAsync($"ALTER DATABASE {draft} RENAME TO {template}", cancellationToken);
    }

    /// <summary>Copies a template. Nothing that a check does to its database outlives the check.</summary>
    public async Task<CheckDatabase> CopyAsync(string template, CancellationToken cancellationToken)
    {
        var name = $"{CheckPrefix}{Environment.ProcessId}_{Interlocked.Increment(ref _copies)}";
        await RunAsync($"CREATE DATABASE {name} TEMPLATE {template} OWNER {First} STRATEGY "
            + "file_copy", cancellationToken);
        foreach (var (setting, value) in ServerLog.DatabaseSettings)
            await RunAsync($"ALTER DATABASE {name} SET {setting} = '{value}'", cancellationToken);
        return new(this, name);
    }

    /// <summary>Drops a check's database, whoever is connected to it.</summary>
    public Task DropAsync(string database)
        => RunAsync($"DROP DATABASE IF EXISTS {database} WITH (FORCE)", CancellationToken.None);

    public int Port => new NpgsqlConnectionStringBuilder(_server.ConnectionString).Port;

    public Task RunAsync(string sql, CancellationToken cancellationToken) => RunAsync(Judge, sql, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Judge.DisposeAsync();
        await _server.DisposeAsync();
    }

    private async Task EnsureLogAsync(CancellationToken cancellationToken)
    {
        await using var command = Judge.CreateCommand("""
            SELECT pg_current_logfile('jsonlog') IS NOT NULL
                AND current_setting('shared_preload_libraries') LIKE '%auto_explain%'
            """);
        if (await command.ExecuteScalarAsync(cancellationToken) is true) return;
        throw new CannotJudgeException("This PostgreSQL can't tell what it does, so the workshop can't judge here: it "
            + "needs the library auto_explain (in Debian: postgresql-contrib) and a log in JSON.");
    }

    /// <summary>Two workshops at once share the server and the roles, which have the same rights.</summary>
    private async Task CreateRolesAsync(CancellationToken cancellationToken) => await RunAsync($"""
        DO $$
        BEGIN
            PERFORM pg_advisory_xact_lock({Lock});
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{Reference}') THEN
                CREATE ROLE {First} LOGIN PASSWORD '{Password}';
                CREATE ROLE {Second} LOGIN PASSWORD '{Password}' IN ROLE {First};
                CREATE ROLE {Reference} LOGIN PASSWORD '{Password}' IN ROLE {First};
            END IF;
        END $$
        """, cancellationToken);

    /// <summary>Drops the databases of workshops that were killed, and shortens the log when no workshop reads it.
    /// </summary>
    private async Task CleanUpAsync(CancellationToken cancellationToken)
    {
        var checks = new List<string>();
        await using (var command = Judge.CreateCommand(
            $"SELECT datname FROM pg_database WHERE datname LIKE '{CheckPrefix}%'"))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken)) checks.Add(reader.GetString(0));
        }

        var abandoned = checks.Where(name => !IsAlive(name)).ToArray();
        foreach (var name in abandoned) await DropAsync(name);
        if (checks.Count == abandoned.Length && await ServerLog.SizeAsync(Judge, cancellationToken) > LongLog)
            await ServerLog.EmptyAsync(Judge, cancellationToken);
    }

    private async Task<bool> ExistsAsync(string database, CancellationToken cancellationToken)
    {
        await using var command = Judge.CreateCommand("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)");
        command.Parameters.Add(new() { Value = database });
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    private static bool IsAlive(string check)
    {
        try
        {
            var process = int.Parse(check[CheckPrefix.Length..].Split('_')[0], CultureInfo.InvariantCulture);
            using var found = Process.GetProcessById(process);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    internal static async Task RunAsync(NpgsqlDataSource source, string sql, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 300;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

/// <summary>The judge can't see what checked code does. The message says why.</summary>
internal sealed class CannotJudgeException(string message) : Exception(message);
