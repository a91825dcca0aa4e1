using System.Data;
using PyConDemo.Checklist.Plans;
using PyConDemo.Checklist.Recording;

namespace PyConDemo.Api.QueryPlans;

/// <summary>The plan of one statement, which was run again on the data as it is now.</summary>
/// <param name="Sql">The statement without values, as the checklist shows it.</param>
/// <param name="Count">The number of times that the request sent it. The costs below are those of one time.</param>
/// <param name="Buffers">8 kB pages that it touched, cached or not.</param>
/// <param name="Milliseconds">PostgreSQL's execution time under EXPLAIN, which is slower than without. Use it to
/// compare the nodes of one plan.</param>
/// <param name="RowsLocked">Rows that FOR UPDATE or FOR SHARE locked.</param>
/// <param name="Error">Why there is no plan; null if there is one.</param>
public sealed record StatementPlan(
    string Sql, long Count, long Rows, long Buffers, double Milliseconds, long RowsLocked, string? Error,
    PlanNode? Root)
{
    public static StatementPlan Explained(StatementShape shape, QueryPlan plan) => new(
        shape.Sql, shape.Count, plan.Root.Rows, plan.Buffers, plan.Milliseconds,
        plan.Root.All().Where(node => node.Node == "LockRows").Sum(node => node.Rows), Error: null, plan.Root);

    public static StatementPlan Unexplained(StatementShape shape, string error)
        => new(shape.Sql, shape.Count, 0, 0, 0, 0, error, null);
}

/// <summary>Runs a request's statements again under EXPLAIN (ANALYZE, BUFFERS), once per shape, in a transaction that
/// is rolled back, on a connection of its own. Only sequences keep what a statement takes. Thread-safe.</summary>
public sealed class StatementExplainer(PostgresHost postgres, ILogger<StatementExplainer> log) : IDisposable
{
    // Seconds. At the large scale, the slowest statement takes about five under EXPLAIN.
    private const int StatementSeconds = 20;

    // One request at a time: explaining must not become a load itself.
    private readonly SemaphoreSlim _turn = new(1);

    private string ConnectionString
    {
        get
        {
            var settings = new NpgsqlConnectionStringBuilder(postgres.ConnectionString)
            {
                ApplicationName = "PyConDemo explainer",
                Pooling = false, // a closed session releases its locks
                CommandTimeout = StatementSeconds + 5, // longer than PostgreSQL's own limit, whose error says more
            };
            // A race may hold a lock. One second is enough to tell.
            settings.Options += $" -c statement_timeout={StatementSeconds}s -c lock_timeout=1s";
            return settings.ConnectionString;
        }
    }

    /// <exception cref="NpgsqlException">The database does not answer.</exception>
    public async Task<IReadOnlyList<StatementPlan>> ExplainAsync(
        IReadOnlyList<StatementShape> shapes, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await using var connection = new NpgsqlConnection(ConnectionString);
            await connection.OpenAsync(cancellationToken);
            var plans = new List<StatementPlan>();
            foreach (var shape in shapes) plans.Add(await ExplainAsync(connection, shape, cancellationToken));
            return plans;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<StatementPlan> ExplainAsync(
        NpgsqlConnection connection, StatementShape shape, CancellationToken cancellationToken)
    {
        if (WhyNot(shape) is { } reason) return StatementPlan.Unexplained(shape, reason);

        try
        {
            // The first run on a new connection also reads the system catalog, and its buffers count as the
            // statement's.
            var first = await AnalyzeAsync(connection, shape, cancellationToken);
            var second = await AnalyzeAsync(connection, shape, cancellationToken);
            return StatementPlan.Explained(shape, first.Buffers < second.Buffers ? first : second);
        }
        catch (PostgresException refused) when (connection.State == ConnectionState.Open)
        {
            log.LogInformation("A statement can't be explained: {Error}", refused.MessageText);
            return StatementPlan.Unexplained(shape, Explain(refused.SqlState));
        }
        catch (NotSupportedException without)
        {
            return StatementPlan.Unexplained(shape, without.Message);
        }
        catch (Exception error) when (error is InvalidCastException or InvalidOperationException)
        {
            log.LogInformation("A statement can't be sent again: {Error}", error.Message);
            return StatementPlan.Unexplained(shape, "Its parameters can't be sent again.");
        }
    }

    private static string Explain(string state) => state switch
    {
        PostgresErrorCodes.QueryCanceled => $"It took longer than {StatementSeconds} s.",
        PostgresErrorCodes.LockNotAvailable => "Another session holds a lock that it needs (lock timeout of 1 s).",
        _ => "PostgreSQL can't run it again. The log has the reason.",
    };

    private static async Task<QueryPlan> AnalyzeAsync(
        NpgsqlConnection connection, StatementShape shape, CancellationToken cancellationToken)
    {
        await using var rolledBack = await connection.BeginTransactionAsync(cancellationToken);
        return await Explainer.AnalyzeAsync(connection, shape.Sample!, cancellationToken);
    }

    private static string? WhyNot(StatementShape shape) => shape switch
    {
        { Sample: null } => "The statement's text was not kept.",
        { Sample.Parameters: null } => "Its parameters were too large to keep.",
        { Sample: { } sample } => Explainer.WhyNot(sample),
    };
}
