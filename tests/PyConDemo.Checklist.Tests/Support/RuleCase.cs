using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Npgsql;
using PyConDemo.Checklist.Settings;

namespace PyConDemo.Checklist.Tests.Support;

/// <summary>A request handler that keeps or breaks a rule, and how it is called.</summary>
public sealed record RuleCase(Func<RuleContext, Task> Handle)
{
    /// <summary>The number of requests that are sent.</summary>
    public int Requests { get; init; } = 1;

    public string Method { get; init; } = "GET";
    public string? AcceptEncoding { get; init; }

    /// <summary>True if the answer's status may be other than 2xx.</summary>
    public bool AnyStatus { get; init; }

    /// <summary>Creates the body of each request.</summary>
    public Func<HttpContent>? Content { get; init; }

    public Action<WebApplication>? Use { get; init; }
    public Action<WebApplicationBuilder>? Build { get; init; }
    public Action<ServerHealthChecklistOptions>? Options { get; init; }
}

/// <summary>What a handler can use.</summary>
public sealed record RuleContext(TestDatabase Db, HttpContext Http, int Number)
{
    public CancellationToken Cancel => Http.RequestAborted;

    /// <summary>
    /// Reads all rows of a statement with plain Npgsql, and returns their number.
    /// </summary>
    public async Task<int> Read(string sql, params object[] values)
    {
        await using var command = Db.Source.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        var rows = 0;
        while (await reader.ReadAsync(Cancel)) rows++;
        return rows;
    }

    public ValueTask<NpgsqlConnection> Open() => Db.Source.OpenConnectionAsync(Cancel);
}
