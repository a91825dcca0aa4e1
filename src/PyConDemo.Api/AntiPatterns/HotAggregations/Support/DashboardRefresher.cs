namespace PyConDemo.Api.AntiPatterns.HotAggregations.Support;

/// <summary>The response to a refresh that was asked for.</summary>
/// <param name="AsOf">When the refresh began to read, in UTC.</param>
public sealed record RefreshResponse(DateTime AsOf);

/// <summary>Refreshes the view. An advisory lock of PostgreSQL prevents two refreshes at once, in all processes. The
/// lock belongs to the transaction, so a process that dies releases it. Thread-safe.</summary>
public sealed class DashboardRefresher(NpgsqlDataSource db, DashboardSettings settings) : ISeedStep
{
    /// <summary>False for a view that holds no data, as after REFRESH … WITH NO DATA: PostgreSQL then refuses to read
    /// it. NULL if there is no such view.</summary>
    public const string IsFilledSql =
        "SELECT (SELECT relispopulated FROM pg_class WHERE oid = to_regclass('dashboard'))";

    // Seconds. Npgsql's 30 are too few for ten million orders on a slow disk.
    private const int Timeout = 300;

    private static readonly string Lock = $"({AdvisoryLock.Space}, {AdvisoryLock.DashboardRefresh})";

    /// <summary>Refreshes the dashboard's view, and answers when that is done.</summary>
    /// <remarks>Then the view has everything that was committed before this request.</remarks>
    public static async Task<Ok<RefreshResponse>> Refresh(
        DashboardRefresher refresher, CancellationToken cancellationToken)
        => TypedResults.Ok(new RefreshResponse(await refresher.RefreshNowAsync(cancellationToken)));

    /// <summary>Refreshes if the view is old enough. False if another process does so, or has just done it.</summary>
    public async Task<bool> RefreshIfDueAsync(CancellationToken cancellationToken)
    {
        await using var connection = await db.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);

        var isLocked = await connection.RunAsync($"SELECT pg_try_advisory_xact_lock{Lock}", cancellationToken);
        if (isLocked is false) return false;

        var isFilled = await IsFilledAsync(connection, cancellationToken);
        // Half a look less, because timers can fire early.
        var dueAfter = settings.RefreshSeconds - (settings.LookSeconds / 2.0);
        var isDue = !isFilled || await connection.RunAsync(
            string.Create(CultureInfo.InvariantCulture,
                $"SELECT statement_timestamp() - as_of > {dueAfter} * interval '1 s' FROM dashboard"),
            cancellationToken, Timeout) is not false;
        if (!isDue) return false;

        await connection.RunAsync(RefreshSql(isFilled), cancellationToken, Timeout);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Refreshes in any case. If a refresh is running, it waits for that one first, so the view then has
    /// everything that was committed before the call. Returns the view's <c>asOf</c> in UTC.</summary>
    public async Task<DateTime> RefreshNowAsync(CancellationToken cancellationToken)
    {
        await using var connection = await db.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);

        await connection.RunAsync($"SELECT pg_advisory_xact_lock{Lock}", cancellationToken, Timeout);
        var isFilled = await IsFilledAsync(connection, cancellationToken);
        await connection.RunAsync(RefreshSql(isFilled), cancellationToken, Timeout);
        var asOf = await connection.RunAsync("SELECT as_of FROM dashboard", cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return (DateTime)asOf!;
    }

    /// <summary>Fills the view before the routes are open, if it holds no data.</summary>
    async Task ISeedStep.RunAsync(CancellationToken cancellationToken)
    {
        await using (var connection = await db.OpenConnectionAsync(cancellationToken))
            if (await IsFilledAsync(connection, cancellationToken)) return;

        await RefreshNowAsync(cancellationToken);
    }

    private static async Task<bool> IsFilledAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
        => await connection.RunAsync(IsFilledSql, cancellationToken) is not false;

    // CONCURRENTLY lets readers continue meanwhile. It refuses a view without data, which has no readers.
    private static string RefreshSql(bool isFilled)
        => $"REFRESH MATERIALIZED VIEW {(isFilled ? "CONCURRENTLY " : "")}dashboard";
}
