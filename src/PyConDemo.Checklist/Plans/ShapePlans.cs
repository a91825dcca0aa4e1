namespace PyConDemo.Checklist.Plans;

/// <summary>The plans of one statement shape, by the values that it was sent with. Each lives a minute, because tables
/// grow. Thread-safe.</summary>
internal sealed class ShapePlans(TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan TemporaryLifetime = TimeSpan.FromSeconds(5);

    // With more values than this in a minute, a slower one replaces the quickest. For others, the worst known plan
    // counts.
    private const int MaxValues = 8;

    // Times vary, so a shape could replace its plans for ever. Then the worst known plan counts, too.
    private const int MaxQuestions = 32;

    // A statement that takes so much longer than the quickest probably reads more rows.
    private const int SlowerThanQuickest = 2;

    // A statement that takes so much longer than those that were explained probably has another plan. Short times
    // depend more on the network.
    private const int SlowerThanAll = 10;
    private static readonly TimeSpan ShortTime = TimeSpan.FromMilliseconds(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<int, KnownPlan> _plans = [];
    private long _minuteBegan;
    private int _questions;

    /// <summary>True if no plan is younger than a minute.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_gate) return !_plans.Values.Any(IsYoung);
        }
    }

    /// <param name="values">A hash of the values.</param>
    /// <param name="took">How long the statement took.</param>
    public PlanAnswer Find(int values, TimeSpan took)
    {
        lock (_gate)
        {
            if (FindCurrent(values, took) is { } plan) return plan.Answer;
            return IsFull(took)
                ? _plans.Values.Where(IsYoung).Select(p => p.Answer).Aggregate(PlanAnswer.Worse)
                : PlanAnswer.NotYet;
        }
    }

    /// <summary>Asks for the plan if it isn't known. Completes when it is.</summary>
    /// <param name="explain">Must not fail.</param>
    public Task ExplainAsync(int values, TimeSpan took, Func<Task<PlanAnswer>> explain)
    {
        lock (_gate)
        {
            if (FindCurrent(values, took) is { } known) return known.Task;
            foreach (var (old, plan) in _plans)
                if (!IsYoung(plan)) _plans.Remove(old);
            if (IsFull(took)) return Task.WhenAll(_plans.Values.Select(p => p.Task));
            var isFurther = _plans.Count >= MaxValues && !_plans.ContainsKey(values);
            if (isFurther) _plans.Remove(_plans.MinBy(p => p.Value.Took).Key);
            CountQuestion();
            var asked = new KnownPlan(explain(), time.GetTimestamp(), took);
            _plans[values] = asked;
            return asked.Task;
        }
    }

    private void CountQuestion()
    {
        if (!IsThisMinute()) (_minuteBegan, _questions) = (time.GetTimestamp(), 0);
        _questions++;
    }

    private bool IsThisMinute() => _questions > 0 && time.GetElapsedTime(_minuteBegan) < Lifetime;

    private KnownPlan? FindCurrent(int values, TimeSpan took)
        => _plans.GetValueOrDefault(values) is { } plan && IsYoung(plan) && took < Limit(plan.Took) ? plan : null;

    private bool IsYoung(KnownPlan plan)
        => time.GetElapsedTime(plan.AskedAt) < (plan.Answer.Temporary ? TemporaryLifetime : Lifetime);

    private bool IsFull(TimeSpan took)
    {
        var young = _plans.Values.Where(IsYoung).ToList();
        if (young.Count < MaxValues || took >= Limit(young.Max(p => p.Took))) return false;
        return took < SlowerThanQuickest * young.Min(p => p.Took) || (IsThisMinute() && _questions >= MaxQuestions);
    }

    private static TimeSpan Limit(TimeSpan explained)
        => SlowerThanAll * (explained < ShortTime ? ShortTime : explained);

    private sealed record KnownPlan(Task<PlanAnswer> Task, long AskedAt, TimeSpan Took)
    {
#pragma warning disable RS0030 // the task has completed, so Result does not block
        public PlanAnswer Answer => Task.IsCompletedSuccessfully ? Task.Result : PlanAnswer.NotYet;
#pragma warning restore RS0030
    }
}
