using Dapper;
using Microsoft.AspNetCore.Http;
using Npgsql;
using PyConDemo.Checklist.Rules;

namespace PyConDemo.Checklist.Tests.Catalogue;

/// <summary>Requests that take long, for one reason or another.</summary>
internal static class TimeShapes
{
    private static readonly string[] Long = [HealthRules.LongRequests];

    private static readonly TimeSpan Pause = 2.5 * CatalogueApp.Slow;

    public static IEnumerable<CatalogueShape> All => Found().Concat(Right()).Concat(Doubtful());

    private static IEnumerable<CatalogueShape> Found() =>
    [
        new("work of the application", "the client waits for it") { Found = Long, Handle = c => Task.Delay(Pause, c.Cancel) },
        new("work that keeps the processor busy", "the client waits for it")
        {
            Found = Long,
            Handle = _ =>
            {
                Burn(Pause);
                return Task.CompletedTask;
            },
        },
        new("a call to another server", "the client waits for the other server, too")
        {
            Found = Long,
            Handle = c => c.CallSlowServer(Pause),
        },
        new("calls to another server for each row", "the time between two rows is the application's")
        {
            Found = [.. Long],
            Handle = async c =>
            {
                await using var connection = await c.Open();
                await using var command = new NpgsqlCommand("SELECT id FROM authors LIMIT 4", connection);
                await using var reader = await command.ExecuteReaderAsync(c.Cancel);
                while (await reader.ReadAsync(c.Cancel)) await c.CallSlowServer(Pause / 4);
            },
        },
        new("work after the last row", "the reader is still open, but the database is done")
        {
            Found = Long,
            Handle = async c =>
            {
                await using var connection = await c.Open();
                await using var command = new NpgsqlCommand("SELECT id FROM authors LIMIT 4", connection);
                await using var reader = await command.ExecuteReaderAsync(c.Cancel);
                while (await reader.ReadAsync(c.Cancel)) { }
                Burn(Pause);
            },
        },
        new("a POST that answers without content", "it works, and a POST is no long poll")
        {
            Method = "POST",
            Found = Long,
            Handle = async c =>
            {
                await Task.Delay(Pause, c.Cancel);
                c.Http.Response.StatusCode = StatusCodes.Status204NoContent;
            },
        },
    ];

    private static IEnumerable<CatalogueShape> Right() =>
    [
        new("a slow statement", "the time is the database's") { Handle = c => c.Read("SELECT pg_sleep(0.2)") },
        new("a slow COMMIT", "a deferred trigger runs in the COMMIT")
        {
            Handle = async c =>
            {
                await using var connection = await c.Open();
                await using var transaction = await connection.BeginTransactionAsync(c.Cancel);
                await connection.ExecuteAsync("INSERT INTO audited VALUES (1)");
                await transaction.CommitAsync(c.Cancel);
            },
        },
        new("a wait for a pooled connection", "the pool has one connection, and another task holds it")
        {
            Handle = async c =>
            {
                var connection = await c.SmallPool.OpenConnectionAsync(c.Cancel);
                var returned = Task.Run(async () =>
                {
                    await Task.Delay(Pause);
                    await connection.DisposeAsync();
                });
                await using (var waited = await c.SmallPool.OpenConnectionAsync(c.Cancel))
                    await waited.ExecuteAsync("SELECT 1");
                await returned;
            },
        },
        new("a slow upload", "the client sends its body slowly")
        {
            Method = "POST",
            Call = client => client.PostSlowly("/a slow upload", Pause),
            Handle = async c =>
            {
                using var body = new StreamReader(c.Http.Request.Body);
                await body.ReadToEndAsync(c.Cancel);
            },
        },
        new("work after the answer", "the client has its answer")
        {
            Handle = async c =>
            {
                await c.Http.Response.WriteAsync("accepted", c.Cancel);
                await c.Http.Response.CompleteAsync();
                await Task.Delay(Pause);
            },
        },
        new("a download in parts", "its first part comes at once")
        {
            Handle = async c =>
            {
                c.Http.Response.ContentType = "application/octet-stream";
                for (var part = 0; part < 4; part++)
                {
                    await c.Http.Response.Body.WriteAsync(new byte[1_000], c.Cancel);
                    await c.Http.Response.Body.FlushAsync(c.Cancel);
                    await Task.Delay(Pause / 4, c.Cancel);
                }
            },
        },
    ];

    private static IEnumerable<CatalogueShape> Doubtful() =>
    [
        new("a GET that answers without content after a while", "it can be a long poll")
        {
            NotSeen = [.. Long, HealthRules.FatPayloads],
            Handle = async c =>
            {
                await Task.Delay(Pause, c.Cancel);
                c.Http.Response.StatusCode = StatusCodes.Status204NoContent;
            },
        },
    ];

    private static void Burn(TimeSpan time)
    {
        for (var watch = System.Diagnostics.Stopwatch.StartNew(); watch.Elapsed < time;) Thread.SpinWait(1_000);
    }
}
