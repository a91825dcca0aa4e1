using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Npgsql;
using PyConDemo.Checklist.Rules;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Rules;

/// <summary>What slow answers wait for. The waits take real time, twice the threshold. The threshold is high, so that a
/// busy machine's pauses stay below it.</summary>
public sealed class LongRequestsWaitsTests(TestDatabase db) : RuleTests(db, HealthRules.LongRequests)
{
    // Three of them must be fast, and the first ones compile.
    private const int Enough = 6;
    private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(300);
    private static readonly LongRequests HighThreshold = new() { Threshold = Long / 2 };

    [Fact]
    public Task Healthy_for_SQL() => ExpectHealthy("sql", async c => await c.Read("SELECT pg_sleep(0.3)"));

    [Fact]
    public Task Healthy_for_SQL_in_a_transaction() => ExpectHealthy("sql", async c =>
    {
        await using var connection = await c.Open();
        await using var transaction = await connection.BeginTransactionAsync(c.Cancel);
        await using var command = new NpgsqlCommand("SELECT pg_sleep(0.3)", connection);
        await command.ExecuteNonQueryAsync(c.Cancel);
        await transaction.CommitAsync(c.Cancel);
    });

    [Fact]
    public async Task Healthy_for_a_slow_commit()
    {
        await using (var trigger = Db.Source.CreateCommand("""
            CREATE TABLE audited (id int);
            CREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql
                AS 'BEGIN RAISE NOTICE ''I begin''; PERFORM pg_sleep(0.3); RETURN NULL; END';
            CREATE CONSTRAINT TRIGGER audit AFTER INSERT ON audited DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION audit();
            """))
        {
            await trigger.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await ExpectHealthy("commit", async c =>
        {
            await using var connection = await c.Open();
            await using var transaction = await connection.BeginTransactionAsync(c.Cancel);
            await using var command = new NpgsqlCommand("INSERT INTO audited VALUES (1)", connection);
            await command.ExecuteNonQueryAsync(c.Cancel);
            await transaction.CommitAsync(c.Cancel);
        });
    }

    [Fact]
    public async Task Healthy_for_waiting_for_a_connection()
    {
        await using var source = NpgsqlDataSource.Create(Db.ConnectionString + ";Maximum Pool Size=1");
        var note = await ExpectHealthy("connection", async c =>
        {
            var connection = await source.OpenConnectionAsync(c.Cancel);
            _ = Task.Delay(Long, c.Cancel).ContinueWith(_ => connection.Dispose(), TaskScheduler.Default);
            await using var second = await source.OpenConnectionAsync(c.Cancel);
        });
        Assert.Contains("Maximum Pool Size", note, StringComparison.Ordinal);
    }

    [Fact]
    public Task Healthy_for_a_slow_upload() => ExpectHealthy("body", Upload(async c =>
    {
        using var body = new StreamReader(c.Http.Request.Body);
        await body.ReadToEndAsync(c.Cancel);
    }));

    [Fact]
    public Task Healthy_for_a_slow_upload_that_is_read_by_a_pipe() => ExpectHealthy("body", Upload(async c =>
    {
        while (await c.Http.Request.BodyReader.ReadAsync(c.Cancel) is { IsCompleted: false } read)
            c.Http.Request.BodyReader.AdvanceTo(read.Buffer.End);
    }));

    [Fact]
    public async Task Healthy_for_a_client_that_takes_its_answer_slowly()
    {
        await using var app = await TestApp.Start(web => web.MapGet("/", async (HttpContext http) =>
        {
            for (var i = 0; i < 200; i++) await http.Response.Body.WriteAsync(new byte[100_000], http.RequestAborted);
        }), o => o.Rules.LongRequests = HighThreshold);
        await using var measurement = app.Checklist.Measure();
        measurement.Track(app.Client);
        for (var i = 0; i < 5; i++)
        {
            using var answer = await app.Client.GetAsync(
                "/", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
            await Task.Delay(2 * Long, TestContext.Current.CancellationToken);
            await answer.Content.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken);
            await measurement.CheckAsync();
        }
        Assert.All(app.Checklist.Requests, r => Assert.True(r.TotalTime >= HighThreshold.Threshold, $"{r.TotalTime}"));
        var result = app.Checklist.Routes.Single().Rules.Single(r => r.Rule == HealthRules.LongRequests);
        Assert.Equal((HealthState.Healthy, null), (result.State, result.Note));
    }

    [Fact]
    public async Task Found_for_a_call_per_row()
    {
        await using var other = await TestApp.Start(web => web.MapGet("/", () => Task.Delay(Long)));
        var finding = await ExpectFinding(Case(8, async c =>
        {
            await using var command = c.Db.Source.CreateCommand("SELECT generate_series(1, 1)");
            await using var reader = await command.ExecuteReaderAsync(c.Cancel);
            while (await reader.ReadAsync(c.Cancel)) await other.Client.GetStringAsync("/", c.Cancel);
        }));
        Assert.InRange(finding.Amount, 250, 100_000);
        Assert.Contains("HTTP calls: 127.0.0.1 (1×, ", finding.What, StringComparison.Ordinal);
        Assert.Contains("at the same time", finding.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Not_seen_between_the_reads_of_a_large_result()
    {
        var result = await EvaluateAsync(Case(3, async c =>
        {
            await using var command = c.Db.Source.CreateCommand("SELECT generate_series(1, 300000)");
            await using var reader = await command.ExecuteReaderAsync(c.Cancel);
            for (var row = 0; await reader.ReadAsync(c.Cancel); row++)
                if (row % 100_000 == 0) await Task.Delay(Long, c.Cancel);
        }));
        Assert.Equal(HealthState.NotSeen, result.State);
        Assert.Contains("between the reads of a result", result.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Not_seen_with_multiplexing_if_the_reader_is_open_for_long()
    {
        await using var source = NpgsqlDataSource.Create(Db.ConnectionString + ";Multiplexing=true");
        var result = await EvaluateAsync(Case(3, async c =>
        {
            await using var command = source.CreateCommand("SELECT 1");
            await using var reader = await command.ExecuteReaderAsync(c.Cancel);
            await Task.Delay(Long, c.Cancel);
        }));
        Assert.Equal(HealthState.NotSeen, result.State);
        Assert.Contains("between the reads of a result", result.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Not_seen_while_a_COPY_gets_its_rows_slowly()
    {
        await using (var table = Db.Source.CreateCommand("CREATE TABLE copied (n int)"))
            await table.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        var result = await EvaluateAsync(Case(3, async c =>
        {
            await using var connection = await c.Open();
            await using var writer = await connection.BeginTextImportAsync("COPY copied FROM STDIN", c.Cancel);
            for (var i = 0; i < 2; i++)
            {
                await Task.Delay(Long / 2, c.Cancel);
                await writer.WriteLineAsync($"{i}");
                await writer.FlushAsync(c.Cancel);
            }
        }));
        Assert.Equal(HealthState.NotSeen, result.State);
        Assert.Contains("between the reads of a result", result.Note, StringComparison.Ordinal);
    }

    private Task<string> ExpectHealthy(string part, Func<RuleContext, Task> handle)
        => ExpectHealthy(part, Case(Enough, handle));

    /// <summary>Expects a note that names the part of the time that was long.</summary>
    private async Task<string> ExpectHealthy(string part, RuleCase @case)
    {
        var result = await EvaluateAsync(@case);
        Assert.True(result.State == HealthState.Healthy, $"{result}");
        Assert.Matches($"{part} ([2-9][0-9]{{2}}|[0-9]{{4,}}) ms", result.Note);
        return result.Note!;
    }

    private static RuleCase Case(int requests, Func<RuleContext, Task> handle) => new(async c =>
    {
        await handle(c);
        await c.Http.Response.WriteAsync("done", c.Cancel);
    })
    {
        Requests = requests,
        Options = o => o.Rules.LongRequests = HighThreshold,
    };

    private static RuleCase Upload(Func<RuleContext, Task> handle) => Case(Enough, handle) with
    {
        Method = "POST",
        Content = () => new SlowContent(),
    };

    /// <summary>Six chunks with pauses.</summary>
    private sealed class SlowContent : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            for (var i = 0; i < 6; i++)
            {
                await stream.WriteAsync(new byte[1_000]);
                await stream.FlushAsync();
                await Task.Delay(Long / 6);
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
