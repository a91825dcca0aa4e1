using System.Text.Json;
using Npgsql;

namespace PyConDemo.Api.Tests.Support;

/// <summary>What PostgreSQL did for one statement, from EXPLAIN (ANALYZE, BUFFERS).</summary>
public sealed class Plan(JsonElement root)
{
    /// <summary>
    /// The 8 kB pages that the statement touched, cached or not. This cost doesn't depend on the machine.
    /// </summary>
    public long Buffers
        => root.GetProperty("Shared Hit Blocks").GetInt64() + root.GetProperty("Shared Read Blocks").GetInt64();

    public string? IndexCond
        => Nodes().Select(node => node.TryGetProperty("Index Cond", out var cond) ? cond.GetString() : null)
        .FirstOrDefault(cond => cond is not null);

    public IEnumerable<string> NodeTypes => Nodes().Select(node => node.GetProperty("Node Type").GetString()!);

    /// <summary>The rows of the result.</summary>
    public long Rows => (long)root.GetProperty("Actual Rows").GetDouble();

    /// <summary>The rows of the node that returns the most.</summary>
    public long MostRows => (long)Nodes().Max(node => node.GetProperty("Actual Rows").GetDouble());

    /// <summary>Rows that the statement locked by FOR UPDATE.</summary>
    public long RowsLocked => (long)Nodes().Where(node => node.GetProperty("Node Type").GetString() == "LockRows")
        .Sum(node => node.GetProperty("Actual Rows").GetDouble());

    public override string ToString() => root.ToString();

    /// <summary>
    /// Runs the statement twice on one connection, rolls it back, and returns the cheaper plan. The first run may also
    /// read the catalog, on a new connection or after DDL elsewhere in the server, and these reads count as buffers.
    /// </summary>
    public static async Task<Plan> OfAsync(
        string connectionString, NpgsqlCommand sent, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        var (first, second) = (
            await ExplainAsync(connection, sent, cancellationToken),
            await ExplainAsync(connection, sent, cancellationToken));
        return first.Buffers <= second.Buffers ? first : second;
    }

    private static async Task<Plan> ExplainAsync(
        NpgsqlConnection connection, NpgsqlCommand sent, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var command = sent.Clone();
        (command.Connection, command.Transaction) = (connection, transaction);
        command.CommandText = "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + command.CommandText;
        var json = (string)(await command.ExecuteScalarAsync(cancellationToken))!;
        return new Plan(JsonDocument.Parse(json).RootElement[0].GetProperty("Plan"));
    }

    private IEnumerable<JsonElement> Nodes() => Nodes(root);

    private static IEnumerable<JsonElement> Nodes(JsonElement node) => node.TryGetProperty("Plans", out var children)
        ? children.EnumerateArray().SelectMany(Nodes).Prepend(node)
        : [node];
}
