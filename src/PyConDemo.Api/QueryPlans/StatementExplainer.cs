using System.Data;
using Npgsql;
using PyConDemo.Api.Hosting;
using PyConDemo.Checklist.Recording;

namespace PyConDemo.Api.QueryPlans;

/// <summary>
/// Runs a request's statements again under EXPLAIN (ANALYZE, BUFFERS), each once per shape, in a transaction that is rolled back,
/// on a connection of its own. Only a sequence that a statement draws from keeps what it drew. Thread-safe.
/// </summary>
public sealed class StatementExplainer(PostgresHost postgres) : IDisposable
{
    // Seconds. The slowest statement of the large scale takes about five with EXPLAIN's instruments on.
    private const int StatementSeconds = 20;

    // One at a time: explaining must not become the load that it explains.
    private readonly SemaphoreSlim _turn = new(1);

    private string ConnectionString
    {
        get
        {
            var demo = new NpgsqlConnectionStringBuilder(postgres.ConnectionString);
            return new NpgsqlConnectionStringBuilder(demo.ConnectionString)
            {
                ApplicationName = "PyConDemo explainer",
                Pooling = false, // the locks of a session end with it
                CommandTimeout = StatementSeconds + 5, // PostgreSQL's own limit comes first, and names itself
                // A lock that a race still holds is waited for only briefly.
                Options = $"{demo.Options} -c statement_timeout={StatementSeconds}s -c lock_timeout=1s".TrimStart(),
            }.ConnectionString;
        }
    }

    /// <exception cref="NpgsqlException">The database doesn't answer.</exception>
    public async Task<IReadOnlyList<StatementPlan>> ExplainAsync(IReadOnlyList<StatementShape> shapes, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await using var connection = new NpgsqlConnection(ConnectionString);
            await connection.OpenAsync(cancellationToken);
            var plans = new List<StatementPlan>(shapes.Count);
            foreach (var shape in shapes)
            {
                plans.Add(await ExplainAsync(connection, shape, cancellationToken));
            }

            return plans;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private static async Task<StatementPlan> ExplainAsync(NpgsqlConnection connection, StatementShape shape, CancellationToken cancellationToken)
    {
        if (WhyNot(shape) is { } reason)
        {
            return StatementPlan.Unexplained(shape.Sql, shape.Count, reason);
        }

        try
        {
            // The first run on a fresh connection also reads the catalog, and counts that as the statement's.
            var first = await RunAsync(connection, shape, cancellationToken);
            var second = await RunAsync(connection, shape, cancellationToken);
            return first.Buffers < second.Buffers ? first : second;
        }
        catch (PostgresException refused) when (connection.State == ConnectionState.Open)
        {
            return StatementPlan.Unexplained(shape.Sql, shape.Count, refused.MessageText);
        }
        catch (Exception unknown) when (unknown is InvalidCastException or InvalidOperationException or NotSupportedException)
        {
            return StatementPlan.Unexplained(shape.Sql, shape.Count, unknown.Message);
        }
    }

    private static async Task<StatementPlan> RunAsync(NpgsqlConnection connection, StatementShape shape, CancellationToken cancellationToken)
    {
        await using var rolledBack = await connection.BeginTransactionAsync(cancellationToken);
        await using var command = new NpgsqlCommand("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + shape.Sample!.Text, connection, rolledBack);
        command.Parameters.AddRange(shape.Sample.CloneParameters());
        return PlanReader.Read(shape.Sql, shape.Count, (string)(await command.ExecuteScalarAsync(cancellationToken))!);
    }

    private static string? WhyNot(StatementShape shape) => shape switch
    {
        { Sample: null } => "The statement itself was not kept.",
        { Sample.Parameters: null } => "Its parameters were too large to keep.",
        { Sample.Type: not CommandType.Text } => "A procedure has no plan.",
        // EXPLAIN would take the first alone, and the rest would run: a COMMIT among them, too.
        _ when shape.Sql.TrimEnd(' ', ';').Contains(';') => "Several statements in one command have no plan in common.",
        _ => null,
    };
}
