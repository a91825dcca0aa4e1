using System.Net;
using System.Net.Sockets;
using Npgsql;
using PyConDemo.Postgres.Sources;

namespace PyConDemo.Postgres.Tests;

public class ConfiguredSourceTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_taken_as_it_is_and_runs_on_after_disposal()
    {
        await using var theirs = await LocalOrSkipAsync();
        var options = new PostgresOptions { ConnectionString = theirs.ConnectionString };
        await using (var server = await PostgresServer.StartAsync(options, Cancel))
        {
            Assert.Equal(PostgresSource.Configured, server.Source);
            Assert.Equal(theirs.ConnectionString, server.ConnectionString);
            var password = new NpgsqlConnectionStringBuilder(theirs.ConnectionString).Password!;
            Assert.DoesNotContain(password, server.Description);
        }

        await using var still = new NpgsqlConnection(theirs.ConnectionString);
        await still.OpenAsync(Cancel);
    }

    [Fact]
    public async Task A_wrong_password_is_an_error_even_in_auto_and_no_password_is_told()
    {
        await using var theirs = await LocalOrSkipAsync();
        var wrong = new NpgsqlConnectionStringBuilder(theirs.ConnectionString) { Password = "sesame-4711" };
        var failed = await FailAsync(wrong.ConnectionString);
        Assert.Contains("authentication failed", failed.Message);
        Assert.DoesNotContain("sesame-4711", failed.ToString());
    }

    [Fact]
    public async Task An_address_where_nobody_listens_is_one_clear_line()
    {
        var failed = await FailAsync("Host=127.0.0.1;Port=1;Username=me;Password=sesame-4711");
        Assert.StartsWith(
            "The configured PostgreSQL (127.0.0.1:1, database me, user me) can't be used: ", failed.Message);
        Assert.DoesNotContain('\n', failed.Message);
        Assert.DoesNotContain("sesame-4711", failed.ToString());
    }

    [Fact]
    public async Task A_server_that_says_nothing_costs_a_few_seconds()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var port = ((IPEndPoint)silent.LocalEndpoint).Port;
        var failing = FailAsync($"Host=127.0.0.1;Port={port};Username=me;Timeout=300");
        Assert.Same(failing, await Task.WhenAny(failing, Task.Delay(TimeSpan.FromSeconds(25), Cancel)));
        await failing;
    }

    [Theory]
    [InlineData("Host=x;Password=sesame;4711=1")]
    [InlineData("Host=x;Port=sesame-4711")]
    [InlineData("sesame-4711")]
    [InlineData("Username=sesame-4711")]
    public async Task What_cant_be_parsed_isnt_quoted(string text)
    {
        var failed = await FailAsync(text);
        Assert.Contains("not a valid connection string", failed.Message);
        Assert.DoesNotContain("4711", failed.ToString());
    }

    [Fact]
    public async Task Forced_but_absent_it_says_so()
    {
        var failed = await FailAsync(new PostgresOptions { Source = PostgresSource.Configured });
        Assert.Contains("ConnectionStrings__Demo is empty", failed.Message);
    }

    private static Task<PostgresUnavailableException> FailAsync(string connectionString)
        => FailAsync(new PostgresOptions { ConnectionString = connectionString });

    private static Task<PostgresUnavailableException> FailAsync(PostgresOptions options)
        => Assert.ThrowsAsync<PostgresUnavailableException>(() => PostgresServer.StartAsync(options, Cancel));

    private static async Task<PostgresServer> LocalOrSkipAsync()
    {
        var found = await new Local.BinariesFinder(HostEnvironment.Current).FindAsync(Cancel);
        Assert.SkipWhen(found is not { IsNewEnough: true }, "no server binaries on this machine");
        return await PostgresServer.StartAsync(new() { Source = PostgresSource.Local, Throwaway = true }, Cancel);
    }
}
