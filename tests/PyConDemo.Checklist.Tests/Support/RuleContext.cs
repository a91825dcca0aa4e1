using Microsoft.AspNetCore.Http;
using Npgsql;

namespace PyConDemo.Checklist.Tests.Support;

/// <summary>What a case's handler may use.</summary>
public sealed record RuleContext(TestDatabase Db, HttpContext Http, int Number)
{
    public CancellationToken Cancel => Http.RequestAborted;

    /// <summary>Reads all rows of a statement over the data source, as raw Npgsql does; the result is their number.</summary>
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
