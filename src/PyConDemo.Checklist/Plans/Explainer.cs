using System.Text.RegularExpressions;
using PyConDemo.Checklist.Sql;

namespace PyConDemo.Checklist.Plans;

/// <summary>Asks PostgreSQL for the plan of a statement that the checklist has seen.</summary>
public static partial class Explainer
{
    // A parallel plan has the rows of one process, and it reads as many rows in all as one that isn't parallel.
    private const string NotParallel = "SET LOCAL max_parallel_workers_per_gather = 0";

    private const string Setting = "current_setting(";

    private static readonly string[] Conditions =
        ["Filter", "Index Cond", "Recheck Cond", "One-Time Filter", "Join Filter", "Hash Cond", "Merge Cond"];

    /// <summary>Returns the reason why EXPLAIN can't take the statement, as one sentence; null if it can.</summary>
    public static string? WhyNot(StatementSample sample)
    {
        if (sample.Type != CommandType.Text) return "The name of a procedure or table has no plan.";
        var whole = SqlNormalizer.Run(sample.Text, maxLength: int.MaxValue).Whole;
        var sql = SqlShape.QuotedName().Replace(whole, "\"\""); // a name may contain a semicolon
        // EXPLAIN would apply to the first statement only. The others would run, and one could be a COMMIT.
        if (sql.Contains(';', StringComparison.Ordinal))
            return "Several statements in one command have no common plan. Send them as a batch.";

        return FirstWord().Match(sql).Value.ToUpperInvariant() switch
        {
            "SELECT" or "WITH" or "VALUES" or "TABLE" or "DECLARE" => null,
            "INSERT" or "UPDATE" or "DELETE" or "MERGE" => null,
            // EXPLAIN also accepts CREATE … AS and REFRESH. The first one would fail, because its table exists by now,
            // and the answer for the second one has no plan.
            "EXECUTE" => "A prepared statement exists only in its own session.",
            "" => "The command has no statement.",
            var word => $"{word} has no plan.",
        };
    }

    /// <summary>Runs the statement under EXPLAIN (ANALYZE, BUFFERS), in a transaction: a write really writes.</summary>
    /// <exception cref="NotSupportedException">The statement has no plan. The message has the reason.</exception>
    /// <exception cref="InvalidOperationException">The sample's parameters were too large to keep.</exception>
    /// <exception cref="PostgresException">PostgreSQL refused the statement.</exception>
    public static async Task<QueryPlan> AnalyzeAsync(
        NpgsqlConnection connection, StatementSample sample, CancellationToken cancellationToken = default)
        => PlanReader.Read(await ExplainAsync(connection, "ANALYZE, BUFFERS, FORMAT JSON", sample, cancellationToken));

    /// <summary>Begins a transaction for the checklist's own questions, which cannot become a load.</summary>
    internal static Task<NpgsqlTransaction> BeginAsync(NpgsqlConnection connection)
        => MonitoringSession.BeginAsync(connection, NotParallel);

    /// <summary>Gets the planner's estimates, without running the statement.</summary>
    /// <param name="transaction">From <see cref="BeginAsync"/>.</param>
    internal static async Task<PlanAnswer> EstimateAsync(
        NpgsqlTransaction transaction, StatementSample sample, Catalog catalog)
    {
        // Only VERBOSE names the tables' schemas.
        var json = await ExplainAsync(transaction.Connection!, "VERBOSE, FORMAT JSON", sample, CancellationToken.None);
        var root = PlannedNode.Read(json);
        if (root.All().Any(n => n.Type == "Recursive Union"))
            return PlanAnswer.No("PostgreSQL can't estimate the rows of a recursive query. Run EXPLAIN (ANALYZE).");
        var counter = new ScanCounter(transaction, root);
        var isPartitioned = sample.Text.Contains("PARTITION", StringComparison.OrdinalIgnoreCase);
        var estimate = PlanEstimate.From(root, await counter.CountAsync(), isPartitioned) with
        {
            Guess = await GuessedTable.FindAsync(transaction, root),
        };
        if (root.All().Any(HasSetting))
        {
            return new(estimate, "A condition of the plan has current_setting(), as row level security often has. The "
                + "checklist's session lacks the program's settings, so it can't tell how many rows are read. Run "
                + "EXPLAIN (ANALYZE) in a session that has them.");
        }
        return catalog.FindHiding(json) is { } function
            ? new(estimate, $"The statements inside the function {function}() are not seen. Send them from the program.")
            {
                HidesStatements = true,
            }
            : new(estimate, counter.WhyNot);
    }

    // A condition can compare with the result of `(SELECT current_setting(…))`, which the plan computes once.
    private static bool HasSetting(PlannedNode node) => (node.IsSubplan && node.Mentions(Setting))
        || Conditions.Any(c => node.Text(c)?.Contains(Setting, StringComparison.Ordinal) == true);

    private static async Task<string> ExplainAsync(
        NpgsqlConnection connection, string options, StatementSample sample, CancellationToken cancellationToken)
    {
        if (WhyNot(sample) is { } reason) throw new NotSupportedException(reason);
        await using var command = new NpgsqlCommand($"EXPLAIN ({options}) {sample.Text}", connection);
        command.Parameters.AddRange(sample.CloneParameters());
        return (string)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    // A query may begin with parentheses.
    [GeneratedRegex(@"(?<=^[(\s]*)\w+", RegexOptions.CultureInvariant)]
    private static partial Regex FirstWord();
}
