using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Npgsql;
using PyConDemo.Checklist.Rules;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Recording;

/// <summary>Where the checklist can't look for lock waits, it says so.</summary>
public sealed class MonitoringTests(TestDatabase db) : RuleTests(db, HealthRules.RowLocking)
{
    private const string Quick = "SELECT 1";
    private const string Slow = "SELECT pg_sleep(0.6)";

    // On a busy machine, looks may be half a second apart. Without any look, a slow statement takes longer.
    private static readonly TimeSpan LongerThanTheGaps = TimeSpan.FromMilliseconds(550);

    [Fact]
    public async Task Behind_a_pooler_waits_are_not_seen_and_the_log_says_so_once()
    {
        await using var bouncer = await PgBouncer.StartAsync(Db.ConnectionString);
        await using var source = Build(new(bouncer.ConnectionString));
        using var log = new WarningLog();
        var result = await EvaluateAsync(source, log, Slow);
        Assert.Equal(
            (HealthState.NotSeen, "PostgreSQL is behind a pooler (PgBouncer), so lock waits aren't seen."),
            (result.State, result.Note));
        var warning = Assert.Single(log.Warnings);
        var settings = new NpgsqlConnectionStringBuilder(bouncer.ConnectionString);
        Assert.Contains($"waits of {settings.Host}/{settings.Database}: PostgreSQL", warning, StringComparison.Ordinal);
        Assert.EndsWith("that has a free connection for the checklist.", warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Behind_a_pooler_locks_that_may_be_held_until_the_commit_are_not_seen()
    {
        await using var bouncer = await PgBouncer.StartAsync(Db.ConnectionString);
        await using var source = Build(new(bouncer.ConnectionString));
        var result = await EvaluateAsync(new(async c => await HoldAsync(source, c.Cancel)));
        Assert.Equal(HealthState.NotSeen, result.State);
    }

    [Fact]
    public async Task Behind_a_pooler_locks_that_are_held_between_statements_are_seen()
    {
        await using var bouncer = await PgBouncer.StartAsync(Db.ConnectionString);
        await using var source = Build(new(bouncer.ConnectionString));
        var finding = await ExpectFinding(new(async c => await HoldAsync(source, c.Cancel, after: Quick)));
        Assert.Equal("ms", finding.Unit);
    }

    [Fact]
    public async Task A_quick_request_is_healthy_without_a_look()
    {
        await using var bouncer = await PgBouncer.StartAsync(Db.ConnectionString);
        await using var source = Build(new(bouncer.ConnectionString));
        using var log = new WarningLog();
        Assert.Equal(HealthState.Healthy, (await EvaluateAsync(source, log, Quick)).State);
        Assert.Empty(log.Warnings);
    }

    [Fact]
    public async Task A_password_provider_works_for_the_checklist_too()
    {
        var asked = 0;
        var (builder, password) = WithoutPassword();
        builder.UsePasswordProvider(_ => Ask(), (_, _) => ValueTask.FromResult(Ask()));
        await using var source = Build(builder);
        using var log = new WarningLog();
        var result = await EvaluateAsync(source, log, Slow, LongerThanTheGaps, requests: 5);
        Assert.True(result.State == HealthState.Healthy, result.Note); // without looks, it would be "not seen"
        Assert.Empty(log.Warnings);
        Assert.True(asked > 1);

        string Ask()
        {
            asked++;
            return password;
        }
    }

    [Fact]
    public async Task A_periodic_password_provider_is_left_alone_when_the_data_source_is_gone()
    {
        var (builder, password) = WithoutPassword();
        var ends = new ConcurrentBag<CancellationToken>(); // one per data source
        builder.UsePeriodicPasswordProvider((_, end) =>
        {
            ends.Add(end);
            return ValueTask.FromResult(password);
        }, TimeSpan.FromHours(1), TimeSpan.FromHours(1));
        await UseAsync(builder);
        await TestApp.WaitUntilAsync(() =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return ends.Count == 2 && ends.All(e => e.IsCancellationRequested);
        });
        Assert.Equal((2, 2), (ends.Count, ends.Count(e => e.IsCancellationRequested)));

        static async Task UseAsync(NpgsqlDataSourceBuilder builder)
        {
            await using var source = Build(builder);
            await using var command = source.CreateCommand(Quick);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task If_the_checklist_cannot_log_in_the_reason_is_told()
    {
        var asked = 0;
        var (builder, password) = WithoutPassword();
        builder.UsePasswordProvider(_ => Ask(), (_, _) => ValueTask.FromResult(Ask()));
        await using var source = Build(builder);
        using var log = new WarningLog();
        var result = await EvaluateAsync(source, log, Slow, requests: 2);
        Assert.Equal(HealthState.NotSeen, result.State);
        Assert.StartsWith("Lock waits were not seen: ", result.Note, StringComparison.Ordinal);
        var warning = Assert.Single(log.Warnings);
        Assert.Contains(result.Note!, warning, StringComparison.Ordinal);
        Assert.DoesNotContain(password, warning, StringComparison.Ordinal);

        string Ask() => asked++ == 0 ? password : throw new InvalidOperationException("The vault is closed.");
    }

    [Fact]
    public async Task Several_hosts_are_not_seen()
    {
        var settings = new NpgsqlConnectionStringBuilder(Db.ConnectionString);
        settings.Host = $"{settings.Host}:{settings.Port},{settings.Host}:{settings.Port}";
        await using var source = Build(new(settings.ConnectionString));
        using var log = new WarningLog();
        var result = await EvaluateAsync(source, log, Slow);
        Assert.Contains("several hosts", result.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_builder_and_its_data_source_stay_as_they_were()
    {
        var builder = new NpgsqlDataSourceBuilder($"{Db.ConnectionString};Maximum Pool Size=7;Application Name=shop");
        var before = new NpgsqlConnectionStringBuilder(builder.ConnectionString);
        await using var source = Build(builder);
        Assert.True(before.EquivalentTo(builder.ConnectionStringBuilder), builder.ConnectionString);
        Assert.Null(builder.Name);
        Assert.Contains("Maximum Pool Size=7", source.ConnectionString, StringComparison.Ordinal);
        await using var name = source.CreateCommand("SELECT current_setting('application_name')");
        Assert.Equal("shop", await name.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    private (NpgsqlDataSourceBuilder Builder, string Password) WithoutPassword()
    {
        var settings = new NpgsqlConnectionStringBuilder(Db.ConnectionString);
        var password = settings.Password!;
        settings.Password = null;
        return (new(settings.ConnectionString), password);
    }

    private static NpgsqlDataSource Build(NpgsqlDataSourceBuilder builder)
        => builder.UseServerHealthChecklist().Build();

    private static async Task HoldAsync(
        NpgsqlDataSource source, CancellationToken cancellationToken, string? after = null)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        foreach (var sql in new[] { "UPDATE jobs SET status = status WHERE id = 1", after }.OfType<string>())
        {
            await using var command = new NpgsqlCommand(sql, connection, transaction);
            await command.ExecuteNonQueryAsync(cancellationToken);
            if (sql != after) await Task.Delay(600, cancellationToken);
        }
        await transaction.CommitAsync(cancellationToken);
    }

    private Task<RuleResult> EvaluateAsync(
        NpgsqlDataSource source, WarningLog log, string sql, TimeSpan? wait = null, int requests = 1)
        => EvaluateAsync(new(async c =>
        {
            await using var command = source.CreateCommand(sql);
            await command.ExecuteNonQueryAsync(c.Cancel);
        })
        {
            Requests = requests,
            Options = o => o.Rules.RowLocking = new() { Wait = wait ?? new RowLocking().Wait },
            Build = b => b.Logging.AddProvider(log),
        });
}
