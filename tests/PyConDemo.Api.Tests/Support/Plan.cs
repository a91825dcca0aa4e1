using System.Text.Json;
using Npgsql;

namespace PyConDemo.Api.Tests.Support;

/// <summary>What PostgreSQL did for one statement, from EXPLAIN (ANALYZE, BUFFERS).</summary>
public sealed class Plan(JsonElement root)
{
    /// <summary>8 KB pages that the statement touched, cached or not: the cost that doesn't depend on the machine.</summary>
    public long Buffers => root.GetProperty("Shared Hit Blocks").GetInt64() + root.GetProperty("Shared Read Blocks").GetInt64();

    public string? IndexCond => Nodes().Select(node => node.TryGetProperty("Index Cond", out var cond) ? cond.GetString() : null)
        .FirstOrDefault(cond => cond is not null);

    public IEnumerable<string> NodeTypes => Nodes().Select(node => node.GetProperty("Node Type").GetString()!);

    /// <summary>Rows of the answer.</summary>
    public long Rows => (long)root.GetProperty("Actual Rows").GetDouble();

    /// <summary>Rows that the node which reads the most handed up.</summary>
    public long MostRows => (long)Nodes().Max(node => node.GetProperty("Actual Rows").GetDouble());

    /// <summary>Rows that the statement locked by FOR UPDATE.</summary>
    public long RowsLocked => (long)Nodes().Where(node => node.GetProperty("Node Type").GetString() == "LockRows")
        .Sum(node => node.GetProperty("Actual Rows").GetDouble());

    public static async Task<Plan> OfAsync(string connectionString, NpgsqlCommand sent, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancel);
        await using var command = sent.Clone();
        command.Connection = connection;
        command.Transaction = null;
        return await OfAsync(command, cancel);
    }

    /// <summary>Of a command with an open connection, and in its transaction.</summary>
    public static async Task<Plan> OfAsync(NpgsqlCommand command, CancellationToken cancel)
    {
        command.CommandText = "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + command.CommandText;
        var json = (string)(await command.ExecuteScalarAsync(cancel))!;
        return new Plan(JsonDocument.Parse(json).RootElement[0].GetProperty("Plan"));
    }

    private IEnumerable<JsonElement> Nodes() => Nodes(root);

    private static IEnumerable<JsonElement> Nodes(JsonElement node) => node.TryGetProperty("Plans", out var children)
        ? children.EnumerateArray().SelectMany(Nodes).Prepend(node)
        : [node];
}
