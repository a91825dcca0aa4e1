using System.Net;
using System.Net.Sockets;
using Npgsql;
using PyConDemo.Api.Data.Seeding;
using PyConDemo.Api.Tests.Support;

namespace PyConDemo.Api.Tests.Hosting;

/// <summary>A program that can't start says so in one line, without a stack trace, and ends with exit code 1.</summary>
public sealed class StartupErrorTests(Cluster cluster)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Demo__Scale", "huge", "huge")]
    [InlineData("Demo__Scale", "stage", "Demo:Scale: 'stage' is called 'medium' now.")]
    [InlineData("Demo__Scael", "small", "Scael")]
    [InlineData("Demo__Scale", "1", "Demo__Scale: '1' is none of small, twice, medium, large.")]
    [InlineData("Demo__Scale", "small,twice", "Demo__Scale: 'small,twice' is none of")]
    [InlineData("Demo__Bulkhead", "on", "Demo__Bulkhead: 'on' is neither true nor false.")]
    [InlineData("Demo__Seed", "", "Demo__Seed: '' is not a whole number")]
    [InlineData("Demo__TrustedNetwork", "everybody", "everybody")]
    [InlineData("Demo__AllowedHosts", "demo.example:8080", "'demo.example:8080' has a port.")]
    [InlineData("Demo__AllowedHosts", "*.example", "has a wildcard.")]
    [InlineData("Demo__Key", "secret-fifteen!", "Demo__Key must have at least 16 characters.")]
    [InlineData("Postgres__Source", "magic", "magic")]
    [InlineData("Postgres__Source", "7", "Postgres__Source: '7' is none of auto, configured, local, container, download.")]
    [InlineData("Postgres__Version", "14", "Postgres__Version must be latest, or a version of PostgreSQL from 15 on")]
    [InlineData("Postgres__Version", "17;", "Postgres__Version must be latest")]
    [InlineData("Postgres__Mirror", "ftp://mirror", "Postgres__Mirror must be an address")]
    [InlineData("Postgres__Mirror", "http://me:secret@mirror", "without a password")]
    [InlineData("Postgres__DataFolder", "relative", "Postgres__DataFolder must be an absolute path, not 'relative'.")]
    [InlineData("Reports__TakeOverSeconds", "0x1E", "Reports__TakeOverSeconds: '0x1E' is not a whole number")]
    [InlineData("Reports__Workers", "0", "Reports__Workers must be 1 to 64.")]
    [InlineData("Logging__LogLevel__Default", "Nope", "the section Logging: Configuration value 'Nope'")]
    [InlineData("ConnectionStrings__Demo", "Host=127.0.0.1;Port=1;Username=nobody;Password=secret", "127.0.0.1")]
    [InlineData("ConnectionStrings__Demo", "not a connection string", "ConnectionStrings__Demo")]
    [InlineData("RowLocking__Lease", "1", "RowLocking__Lease: '1' is not a duration such as 00:00:30")]
    [InlineData("RowLocking__Lease", "00:00:30\n", "RowLocking__Lease: '00:00:30 ' is not a duration")]
    [InlineData("RowLocking__Lease", "1:5", "RowLocking__Lease")]
    [InlineData("RowLocking__Lease", "24:00:00", "RowLocking__Lease")]
    [InlineData("RowLocking__Lease", "-00:00:01", "RowLocking__Lease")]
    [InlineData("RowLocking__Lease", "Infinity", "RowLocking__Lease")]
    [InlineData("RowLocking__Lease", "2.00:00:00", "Lease")]
    [InlineData("RowLocking__RescueInterval", "5", "RowLocking__RescueInterval")]
    [InlineData("RowLocking__RescueInterval", "5s", "RowLocking__RescueInterval")]
    [InlineData("Storage__Folder", "relative", "Storage__Folder")]
    [InlineData("Storage__Folder", "/tmp/a\nb", "Storage__Folder")]
    public async Task A_bad_setting(string name, string value, string word)
    {
        var line = await FailAsync((name, value));
        Assert.Contains(word, line, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_holds_something_else()
    {
        await using var foreign = await cluster.EmptyAsync();
        await foreign.ExecuteAsync("CREATE TABLE customers (id int)");

        await FailAsync(("ConnectionStrings__Demo", foreign.ConnectionString));

        Assert.Equal(0, await foreign.ScalarAsync<long>("SELECT count(*) FROM pg_class WHERE relname = 'orders'"));
    }

    [Theory]
    [InlineData(
        "PGOPTIONS", "-c default_transaction_read_only=on", "default_transaction_read_only = on (set by: client)")]
    [InlineData("PGOPTIONS", "-c statement_timeout=59s", "statement_timeout = 59s")] // the check itself ends before
    [InlineData("PGOPTIONS", "-c lock_timeout=1s", "lock_timeout = 1s")]
    [InlineData(
        "PGOPTIONS", "-c default_transaction_isolation=serializable", "default_transaction_isolation = serializable")]
    [InlineData("PGOPTIONS", "-c standard_conforming_strings=off", "standard_conforming_strings = off")]
    [InlineData("PGOPTIONS", "-c search_path=nowhere", "search_path exists: nowhere")]
    [InlineData("PGOPTIONS", "-c no_such_setting=1", "no_such_setting")]
    [InlineData("PGCLIENTENCODING", "LATIN1", "client_encoding = LATIN1")]
    [InlineData("PGTZ", "Nowhere", "Nowhere")]
    [InlineData("PGREQUIREAUTH", "gss", "authentication method")]
    [InlineData("PGREQUIREAUTH", "nonsense", "nonsense")]
    [InlineData("PGSSLNEGOTIATION", "direct", "ConnectionStrings__Demo")]
    public async Task A_default_of_the_callers_shell_that_breaks_the_demo(string name, string value, string words)
    {
        await using var database = await cluster.EmptyAsync();
        var line = await FailAsync(("ConnectionStrings__Demo", OfAUser(database)), (name, value));
        Assert.Contains(words, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_default_of_the_database_that_breaks_the_demo()
    {
        await using var database = await cluster.EmptyAsync();
        var name = new NpgsqlConnectionStringBuilder(database.ConnectionString).Database;
        await database.ExecuteAsync($"ALTER DATABASE \"{name}\" SET default_transaction_read_only = on");
        Assert.Contains(
            "set by: database", await FailAsync(("ConnectionStrings__Demo", OfAUser(database))),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pool_that_cant_be_made()
    {
        await using var database = await cluster.EmptyAsync();
        var pool = $"{OfAUser(database)};Minimum Pool Size=10;Maximum Pool Size=3";
        Assert.Contains("Pool Size", await FailAsync(("ConnectionStrings__Demo", pool)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_with_another_encoding()
    {
        await using var database = await cluster.EmptyAsync();
        var name = $"latin1_{Guid.NewGuid():N}";
        await database.ExecuteAsync($"CREATE DATABASE {name} ENCODING LATIN1 LOCALE 'C' TEMPLATE template0");
        try
        {
            var latin1 = new NpgsqlConnectionStringBuilder(OfAUser(database)) { Database = name, Pooling = false };
            var line = await FailAsync(("ConnectionStrings__Demo", latin1.ConnectionString));
            Assert.Contains("server_encoding = LATIN1", line, StringComparison.Ordinal);
        }
        finally
        {
            await database.ExecuteAsync($"DROP DATABASE {name}");
        }
    }

    [Fact]
    public async Task Harmless_defaults_of_the_callers_shell_are_used()
    {
        const string Harmless =
            "-c DateStyle=SQL,DMY -c IntervalStyle=iso_8601 -c statement_timeout=2min -c bytea_output=escape";
        await using var database = await cluster.EmptyAsync();
        await using var demo = DemoProcess.Start(
            ("ConnectionStrings__Demo", OfAUser(database)), ("Demo__Scale", "small"), ("PGOPTIONS", Harmless),
            ("PGTZ", "Asia/Kolkata"), ("PGAPPNAME", "other"), ("LC_ALL", "tr_TR.UTF-8"), ("TZ", "Asia/Tokyo"));
        using var client = await demo.ReadyAsync(Cancel);
    }

    [Theory]
    [InlineData("NOSUPERUSER LOGIN PASSWORD 'p'", "permission denied")]
    [InlineData("NOSUPERUSER LOGIN PASSWORD 'p' CONNECTION LIMIT 0", "too many connections")]
    [InlineData("NOSUPERUSER NOLOGIN PASSWORD 'p'", "is not permitted to log in")]
    [InlineData("NOSUPERUSER LOGIN PASSWORD 'other'", "password authentication failed")]
    public async Task A_role_without_the_rights(string role, string words)
    {
        await using var database = await cluster.EmptyAsync();
        var name = $"limited_{Guid.NewGuid():N}";
        await database.ExecuteAsync($"CREATE ROLE {name} {role}");
        try
        {
            var limited = new NpgsqlConnectionStringBuilder(database.ConnectionString)
            {
                Username = name,
                Password = "p",
            };
            var line = await FailAsync(
                ("ConnectionStrings__Demo", limited.ConnectionString), ("Demo__Scale", "small"));
            Assert.Contains(words, line, StringComparison.Ordinal);
        }
        finally
        {
            await database.ExecuteAsync($"DROP OWNED BY {name}; DROP ROLE {name}");
        }
    }

    [Fact]
    public async Task A_store_that_cant_be_created()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/proc is the folder in which nobody can create one");
        await using var database = await cluster.CopyAsync(DemoScale.Small);
        var line = await FailAsync(
            ("ConnectionStrings__Demo", database.ConnectionString), ("Demo__Scale", "small"),
            ("Storage__Folder", "/proc/objects"));
        Assert.Contains("/proc/objects", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("http://127.0.0.1:99999")]
    [InlineData("http://192.0.2.1:5080")] // reserved for documentation, so it is no machine's
    public async Task An_address_that_cant_be_used(string address)
    {
        await using var database = await cluster.CopyAsync(DemoScale.Small);
        var line = await FailAsync(
            ("ConnectionStrings__Demo", database.ConnectionString), ("Demo__Scale", "small"),
            ("Kestrel__Endpoints__Http__Url", address));
        Assert.Contains("can't listen at its address", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken()
    {
        await using var database = await cluster.CopyAsync(DemoScale.Small);
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var address = $"http://{other.LocalEndpoint}";

        var line = await FailAsync(
            ("ConnectionStrings__Demo", database.ConnectionString),
            ("Demo__Scale", "small"),
            ("Kestrel__Endpoints__Http__Url", address));

        Assert.Contains(address, line, StringComparison.Ordinal);
    }

    /// <summary>The string of the tests' own server leaves nothing open, but a user's does.</summary>
    private static string OfAUser(TestDatabase database)
    {
        var all = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        return new NpgsqlConnectionStringBuilder
        {
            Host = all.Host,
            Port = all.Port,
            Database = all.Database,
            Username = all.Username,
            Password = all.Password,
        }.ConnectionString;
    }

    private static async Task<string> FailAsync(params (string, string)[] settings)
    {
        await using var demo = DemoProcess.Start(settings);
        await demo.WaitForExitAsync(Cancel);

        Assert.Equal(1, demo.ExitCode);
        Assert.DoesNotContain("   at ", demo.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", demo.Output, StringComparison.Ordinal);
        return demo.Output;
    }
}
