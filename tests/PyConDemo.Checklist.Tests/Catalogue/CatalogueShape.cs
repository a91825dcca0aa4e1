using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PyConDemo.Checklist.Rules;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Catalogue;

/// <summary>One endpoint as people write it, and what each rule must say about it.</summary>
/// <param name="Name">Unique. It is the endpoint's path.</param>
/// <param name="Why">Why the rules must say that, in one line.</param>
public sealed record CatalogueShape(string Name, string Why)
{
    private readonly Dictionary<string, HealthState> _expected
        = HealthRules.All.ToDictionary(r => r, _ => HealthState.Healthy);

    /// <summary>The handler of a minimal API.</summary>
    public Func<CatalogueCall, Task> Handle { get; init; } = _ => Task.CompletedTask;

    public string Method { get; init; } = "GET";

    /// <summary>Maps the endpoint. By default it is a minimal API that calls <see cref="Handle"/>.</summary>
    public Action<WebApplication>? Map { get; init; }

    /// <summary>Calls the endpoint once. By default it sends a request without a body.</summary>
    public Func<CatalogueClient, Task>? Call { get; init; }

    /// <summary>The name of the route in the results.</summary>
    public string Route { get; init; } = $"/{Name}";

    /// <summary>The reason why the shape can't be tried on this machine; null if it can.</summary>
    public string? Skip { get; init; }

    /// <summary>The rules that must find something.</summary>
    public string[] Found
    {
        init => Array.ForEach(value, rule => _expected[rule] = HealthState.Unhealthy);
    }

    /// <summary>The rules that can't decide, and must say so.</summary>
    public string[] NotSeen
    {
        init => Array.ForEach(value, rule => _expected[rule] = HealthState.NotSeen);
    }

    /// <summary>The kind of what must be observed beside the rules; null for nothing.</summary>
    public string? Observed { get; init; }

    /// <summary>True if something is worth an observation, but nobody can see it.</summary>
    public bool Unobserved { get; init; }

    /// <summary>The state of each rule; healthy if nothing else is said.</summary>
    public IReadOnlyDictionary<string, HealthState> Expected => _expected;
}

/// <summary>What a handler of the catalogue can use.</summary>
/// <param name="Number">Counts the calls of this shape, from 1.</param>
public sealed record CatalogueCall(TestDatabase Db, HttpContext Http, int Number)
{
    public CancellationToken Cancel => Http.RequestAborted;

    /// <summary>Reads all rows of a statement with plain Npgsql.</summary>
    public async Task Read(string sql, params object[] values)
    {
        await using var command = Db.Source.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        while (await reader.ReadAsync(Cancel)) { }
    }

    /// <summary>A data source whose pool has one connection.</summary>
    public NpgsqlDataSource SmallPool => Http.RequestServices.GetRequiredKeyedService<NpgsqlDataSource>("small");

    /// <summary>A data source whose connections go through PgBouncer.</summary>
    public NpgsqlDataSource Pooler => Http.RequestServices.GetRequiredKeyedService<NpgsqlDataSource>("pooler");

    public ValueTask<NpgsqlConnection> Open() => Db.Source.OpenConnectionAsync(Cancel);

    /// <summary>Runs statements in one transaction, which is rolled back.</summary>
    public async Task InTransaction(Func<NpgsqlConnection, Task> work)
    {
        await using var connection = await Open();
        await using var transaction = await connection.BeginTransactionAsync(Cancel);
        await work(connection);
        await transaction.RollbackAsync(Cancel);
    }

    /// <summary>Calls another server, which answers after this time.</summary>
    public async Task CallSlowServer(TimeSpan time)
    {
        var address = $"http://{Http.Connection.LocalIpAddress}:{Http.Connection.LocalPort}";
        using var client = new HttpClient();
        using var answer = await client.GetAsync($"{address}/slow server?ms={(int)time.TotalMilliseconds}", Cancel);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Answers with a JSON text.</summary>
    public Task Json(string json) => Send("application/json", Encoding.UTF8.GetBytes(json));

    /// <summary>Answers with a body.</summary>
    public Task Send(string type, byte[] body)
    {
        Http.Response.ContentType = type;
        return Http.Response.Body.WriteAsync(body, Cancel).AsTask();
    }
}

/// <summary>What a caller of the catalogue can use.</summary>
/// <param name="Http1">Its requests are measured.</param>
/// <param name="Http2">Speaks HTTP/2 without TLS; its requests are measured.</param>
/// <param name="Tracked">The name and the value of the header that lets a request be measured.</param>
public sealed record CatalogueClient(HttpClient Http1, HttpClient Http2, (string Name, string Value) Tracked)
{
    /// <summary>Sends a GET that accepts these encodings, and expects a status.</summary>
    public async Task Get(string path, string? encodings, int status = StatusCodes.Status200OK)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (encodings is not null) request.Headers.Add("Accept-Encoding", encodings);
        using var answer = await Http1.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(status, (int)answer.StatusCode);
    }

    /// <summary>Sends a POST without a body, whatever the answer.</summary>
    public async Task Post(string path)
    {
        using var answer = await Http1.PostAsync(path, null, TestContext.Current.CancellationToken);
    }

    /// <summary>Sends a body of two parts, with a pause between them.</summary>
    public async Task PostSlowly(string path, TimeSpan pause)
    {
        using var body = new SlowContent(pause);
        using var answer = await Http1.PostAsync(path, body, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    private sealed class SlowContent(TimeSpan pause) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            await stream.WriteAsync(new byte[1_000]);
            await stream.FlushAsync();
            await Task.Delay(pause);
            await stream.WriteAsync(new byte[1_000]);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 2_000;
            return true;
        }
    }
}
