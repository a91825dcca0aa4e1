namespace PyConDemo.Checklist.Plans;

/// <summary>The plans of one data source's statements. Thread-safe; its memory is bounded.</summary>
/// <param name="turn">Lets one question at a time through.</param>
internal sealed class DatabasePlans(
    MonitoringConnections connections, TimeProvider time, SemaphoreSlim turn, int maxShapes)
{
    private static readonly TimeSpan CatalogLifetime = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FailureLifetime = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, ShapePlans> _shapes = new();
    private readonly Lock _gate = new();
    private CatalogAnswer? _catalog;
    private Task<CatalogAnswer>? _reading;

    public PlanAnswer Find(StatementShape shape)
    {
        var catalog = CurrentCatalog();
        var answer = NeedsNoPlan(shape, catalog) ? PlanAnswer.Nothing : FindKnown(shape, catalog);
        var others = shape.Shape.WritesRows ? FindOtherChanges(shape, catalog) : null;
        return others is null ? answer : answer with { OtherChanges = others };
    }

    /// <summary>The same also for a statement of which no rule needs a plan.</summary>
    public PlanAnswer FindKnown(StatementShape shape) => FindKnown(shape, CurrentCatalog());

    private static string? FindOtherChanges(StatementShape shape, CatalogAnswer? catalog)
    {
        if (catalog?.Catalog is not { } known) return (catalog?.Failure ?? PlanAnswer.NotYet).WhyNot;
        return known.SideEffects.Find(shape.Shape.Whole) is { } what
            ? $"The statement was slow, and {what}. PostgreSQL doesn't tell how many rows these are. If they are many, "
                + "change them yourself first, in small batches."
            : null;
    }

    private PlanAnswer FindKnown(StatementShape shape, CatalogAnswer? catalog)
    {
        if (WhyNever(shape) is { } whyNever)
            return PlanAnswer.No(whyNever) with { HidesStatements = shape.Shape.RunsHiddenStatements };
        if (catalog is null) return PlanAnswer.NotYet;
        if (catalog.Failure is { } failure) return failure;
        if (!_shapes.TryGetValue(shape.Sql, out var plans))
        {
            return _shapes.Count < maxShapes
                ? PlanAnswer.NotYet
                : PlanAnswer.No(
                    $"More than {maxShapes} different statements needed a plan within a minute. Send the request again "
                        + "in a minute.");
        }
        return shape.Samples.Select(s => plans.Find(ValueHash.OfSample(s), shape.MeanTime)).Aggregate(PlanAnswer.Worse);
    }

    /// <summary>Completes when the plan is known or can't be had.</summary>
    /// <param name="always">True to ask also if no rule needs the plan.</param>
    public async Task ExplainAsync(StatementShape shape, bool always)
    {
        var answer = await GetCatalogAsync();
        if (answer.Catalog is not { } catalog) return;
        if ((!always && NeedsNoPlan(shape, answer)) || WhyNever(shape) is not null) return;
        if (_shapes.Count >= maxShapes) Forget();
        if (_shapes.Count >= maxShapes && !_shapes.ContainsKey(shape.Sql)) return;
        var plans = _shapes.GetOrAdd(shape.Sql, static (_, time) => new(time), time);
        await Task.WhenAll(shape.Samples.Select(sample => plans.ExplainAsync(
            ValueHash.OfSample(sample), shape.MeanTime, () => Detached(() => EstimateAsync(sample, catalog)))));
    }

    private static bool NeedsNoPlan(StatementShape shape, CatalogAnswer? catalog)
        => shape is { Shape: { Aggregates: false, RunsHiddenStatements: false }, MaxSkippedToNothing: 0 }
            && (!shape.Shape.Locks.Inside || shape.Shape.Writes)
            && catalog is { Catalog: { } names } && !names.IsUsedIn(shape.Shape.Whole);

    // EXPLAIN without ANALYZE runs nothing. Never sending a statement that writes is still easier to trust.
    private static string? WhyNever(StatementShape shape)
    {
        if (shape.Shape.RunsHiddenStatements)
            return "The statements that CALL, DO or EXECUTE runs are not seen. Send them from the program.";
        if (shape.HasOwnSession)
        {
            return "The program changed search_path or the role of its session, so the checklist would explain other "
                + "tables. Set them in the connection string, or in a physical connection initializer. The pool may "
                + "have reset the session since then.";
        }
        if (shape.Sample is null) return "The statement was too long to be kept. Send less than 32 kB.";
        if (shape.Shape.Writes)
        {
            return "A statement that may aggregate and also writes is not explained. Read in one statement, and "
                + "write in another.";
        }
        return shape.Samples.Any(s => s.Parameters is null)
            ? "The statement's parameters were too many or too large to keep, or can be read only once. Send fewer "
                + "values."
            : null;
    }

    private async Task<PlanAnswer> EstimateAsync(StatementSample sample, Catalog catalog)
    {
        if (Explainer.WhyNot(sample) is { } whyNot) return PlanAnswer.No(whyNot);
        var answer = PlanAnswer.NotYet;
        var failure = await AskAsync(async t => answer = await Explainer.EstimateAsync(t, sample, catalog));
        return failure ?? answer;
    }

    private async Task<CatalogAnswer> GetCatalogAsync()
    {
        Task<CatalogAnswer> reading;
        lock (_gate)
        {
            if (CurrentCatalog() is { } current) return current;
            // All requests wait for the same reading.
            reading = _reading is { IsCompleted: false } running ? running : _reading = Detached(ReadCatalogAsync);
        }
        return await reading;
    }

    private async Task<CatalogAnswer> ReadCatalogAsync()
    {
        Catalog? catalog = null;
        var failure = await AskAsync(async t => catalog = await Catalog.ReadAsync(t));
        var answer = new CatalogAnswer(catalog, failure, time.GetTimestamp());
        Volatile.Write(ref _catalog, answer);
        return answer;
    }

    private CatalogAnswer? CurrentCatalog()
        => Volatile.Read(ref _catalog) is { } known
            && time.GetElapsedTime(known.ReadAt) < (known.Failure is null ? CatalogLifetime : FailureLifetime)
            ? known
            : null;

    /// <returns>Why there is no answer; null if there is one.</returns>
    private async Task<PlanAnswer?> AskAsync(Func<NpgsqlTransaction, Task> ask)
    {
        await turn.WaitAsync();
        try
        {
            await using var connection = connections.Create();
            await connection.OpenAsync();
            await using var transaction = await Explainer.BeginAsync(connection);
            await ask(transaction);
            return null;
        }
        catch (Exception error)
        {
            return PlanFailure.Explain(error);
        }
        finally
        {
            turn.Release();
        }
    }

    // Without the request's context, so that these statements do not count as the request's.
    private static Task<T> Detached<T>(Func<Task<T>> ask)
    {
        using (ExecutionContext.SuppressFlow()) return Task.Run(ask);
    }

    private void Forget()
    {
        foreach (var shape in _shapes)
            if (shape.Value.IsEmpty) _shapes.TryRemove(shape);
    }

    private sealed record CatalogAnswer(Catalog? Catalog, PlanAnswer? Failure, long ReadAt);
}
