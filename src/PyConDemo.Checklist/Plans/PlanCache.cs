using System.Collections.Concurrent;
using Npgsql;
using PyConDemo.Checklist.Recording;

namespace PyConDemo.Checklist.Plans;

/// <summary>The plans of suspicious shapes: each is explained once, in the background; again only when the database was out of reach. Thread-safe and bounded.</summary>
internal sealed class PlanCache : IDisposable
{
    private const int MaxPlans = 1_000;

    // One at a time: the checklist may not be the load that it looks for.
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly ConcurrentDictionary<string, Task<PlanFacts?>> _plans = new();

    /// <summary>The plan, when it is known by now.</summary>
    public PlanFacts? Find(StatementShape shape)
#pragma warning disable RS0030 // Completed: nothing is blocked
        => _plans.TryGetValue(shape.Sql, out var plan) && plan.IsCompletedSuccessfully ? plan.Result : null;
#pragma warning restore RS0030

    /// <summary>Has the shapes explained that a rule may ask for; completes when their plans are known, or can't be had.</summary>
    public Task ExplainAsync(IEnumerable<StatementShape> shapes) => Task.WhenAll([.. shapes.Where(MayExplain).Select(ExplainAsync)]);

    // EXPLAIN without ANALYZE runs nothing, but the rule is simple to trust: what writes is never sent again in any form.
    private bool MayExplain(StatementShape shape)
        => shape is { Shape: { Writes: false } and ({ Aggregates: true } or { LocksInside: true }), Sample: { Connections: not null, Parameters: not null } }
            && (_plans.Count < MaxPlans || _plans.ContainsKey(shape.Sql));

    public void Dispose() => _turn.Dispose();

    private async Task ExplainAsync(StatementShape shape)
    {
        var plan = _plans.GetOrAdd(shape.Sql, static (_, x) => Background.Run(() => x.Book.Run(x.Shape)), (Book: this, Shape: shape));
        try
        {
            await plan;
        }
        catch (Exception error) when (IsTransient(error))
        {
            _plans.TryRemove(KeyValuePair.Create(shape.Sql, plan)); // a busy database is no answer: the next request asks again
        }
    }

    private async Task<PlanFacts?> Run(StatementShape shape)
    {
        await _turn.WaitAsync();
        try
        {
            await using var connection = shape.Sample!.Connections!.NewConnection();
            await connection.OpenAsync();
            return await Explainer.Explain(connection, shape.Sample);
        }
        catch (Exception error) when (!IsTransient(error) && error is NpgsqlException or InvalidCastException or InvalidOperationException or NotSupportedException)
        {
            return null; // unknown types, no privilege, gone tables: then the rule says "not seen"
        }
        finally
        {
            _turn.Release();
        }
    }

    private static bool IsTransient(Exception error)
        => error is TimeoutException or NpgsqlException { IsTransient: true } or PostgresException { SqlState: PostgresErrorCodes.QueryCanceled };
}
