namespace PyConDemo.Checklist.Plans;

/// <summary>Gets the plan estimates of suspicious statement shapes, once per shape and in the background. It asks again
/// only if the database could not be reached. Thread-safe; its memory is bounded.</summary>
internal sealed class PlanCache : IDisposable
{
    private const int MaxPlans = 1_000;

    // One plan at a time: the checklist must not become a load itself.
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly ConcurrentDictionary<string, Task<PlanEstimate?>> _plans = new();

    /// <summary>The shape's plan; null if it is not known yet, or if PostgreSQL could not make one.</summary>
    public PlanEstimate? Find(StatementShape shape)
#pragma warning disable RS0030 // the task has completed, so Result does not block
        => _plans.TryGetValue(shape.Sql, out var plan) && plan.IsCompletedSuccessfully ? plan.Result : null;
#pragma warning restore RS0030

    /// <summary>Gets the plans that the rules may need. Completes when each is known or cannot be had.</summary>
    public Task ExplainAsync(IEnumerable<StatementShape> shapes)
        => Task.WhenAll([.. shapes.Where(MayExplain).Select(ExplainAsync)]);

    public void Dispose() => _turn.Dispose();

    // EXPLAIN without ANALYZE runs nothing. Never sending a statement that writes is still easier to trust.
    private bool MayExplain(StatementShape shape)
    {
        if (shape.Sample is not { Connections: not null, Parameters: not null }) return false;
        if (shape.Shape is not ({ Writes: false } and ({ Aggregates: true } or { Locks.Inside: true }))) return false;
        return _plans.Count < MaxPlans || _plans.ContainsKey(shape.Sql);
    }

    private async Task ExplainAsync(StatementShape shape)
    {
        var plan = _plans.GetOrAdd(
            shape.Sql, static (_, x) => x.Cache.StartEstimate(x.Sample), (Cache: this, Sample: shape.Sample!));
        try
        {
            await plan;
        }
        catch (Exception error) when (IsTransient(error))
        {
            _plans.TryRemove(KeyValuePair.Create(shape.Sql, plan)); // the next request asks again
        }
    }

    // Without the request's context, so that these statements do not count as the request's.
    private Task<PlanEstimate?> StartEstimate(StatementSample sample)
    {
        using (ExecutionContext.SuppressFlow()) return Task.Run(() => EstimateAsync(sample));
    }

    private async Task<PlanEstimate?> EstimateAsync(StatementSample sample)
    {
        if (Explainer.WhyNot(sample) is not null) return null;
        await _turn.WaitAsync();
        try
        {
            await using var connection = sample.Connections!.Create();
            await connection.OpenAsync();
            await using var limits = await MonitoringSession.BeginAsync(connection);
            return await Explainer.EstimateAsync(connection, sample);
        }
        catch (Exception error) when (!IsTransient(error) && error
            is NpgsqlException or InvalidCastException or InvalidOperationException or NotSupportedException)
        {
            return null; // an unknown type, a missing privilege or a dropped table: the rule says "not seen"
        }
        finally
        {
            _turn.Release();
        }
    }

    private static bool IsTransient(Exception error) => error is TimeoutException
        or NpgsqlException { IsTransient: true }
        or PostgresException { SqlState: PostgresErrorCodes.QueryCanceled };
}
