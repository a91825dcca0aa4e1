namespace PyConDemo.Workshop.Judging;

/// <summary>Checks one lane, step by step, up to the first refusal.</summary>
internal static class Checker
{
    /// <param name="assembly">The compiled lane.</param>
    /// <param name="onPassed">Called with each step's name when it has passed.</param>
    /// <exception cref="ApiException">The check itself failed; the attendee's code is not the reason.</exception>
    public static async Task<CheckResult> CheckAsync(
        Exercise exercise, World world, string assembly, Action<string>? onPassed, CancellationToken cancellationToken)
    {
        var passed = new List<string>();
        var result = new CheckResult(exercise.Slug, passed, null);
        var isMeasured = false;
        foreach (var step in exercise.Steps(world).Prepend(new("answers", Load)))
        {
            try
            {
                if (step.EmptiesTables) await MeasureAsync();
                await step.CheckAsync(cancellationToken);
            }
            catch (RefusalException refusal)
            {
                return new(exercise.Slug, passed, (step.Name, refusal));
            }
            catch (Exception e) when (IsOtherShape(e))
            {
                var why = $"The answer has another shape than bad's: {e.Message}";
                return new(exercise.Slug, passed, (step.Name, new("same-answer", why)));
            }

            if (step.CheckAsync == Load) continue;
            passed.Add(step.Name);
            onPassed?.Invoke(step.Name);
        }

        await MeasureAsync();
        return result;

        async Task MeasureAsync()
        {
            if (isMeasured) return;
            isMeasured = true;
            var goals = new List<GoalLine>();
            foreach (var goal in exercise.StretchGoals(world)) goals.Add(await goal.CheckAsync(cancellationToken));
            result = result with { Goals = goals, Costs = await MeasureCostsAsync(exercise, world, cancellationToken) };
        }

        Task Load(CancellationToken token) => world.LoadAsync(assembly, token);
    }

    /// <returns>None if the lane can't run in the yardstick's process. It is accepted all the same.</returns>
    private static async Task<IReadOnlyList<CostLine>> MeasureCostsAsync(
        Exercise exercise, World world, CancellationToken cancellationToken)
    {
        try
        {
            return await exercise.Example.MeasureAsync(world, cancellationToken);
        }
        catch (Exception e) when (e is RefusalException or OtherApiException)
        {
            return [];
        }
    }

    /// <summary>True if somebody read a field that the answer lacks, or that has another kind.</summary>
    public static bool IsOtherShape(Exception e)
        => e is KeyNotFoundException or InvalidOperationException or FormatException;
}

/// <summary>The result of one check.</summary>
/// <param name="Passed">The names of the steps that passed, in order.</param>
/// <param name="Refused">The step that did not pass; null when the lane is accepted.</param>
internal sealed record CheckResult(
    string Slug, IReadOnlyList<string> Passed, (string Step, RefusalException Why)? Refused)
{
    public bool IsAccepted => Refused is null;

    /// <summary>What the accepted lane costs, count by count. Empty if that could not be measured.</summary>
    public IReadOnlyList<CostLine> Costs { get; init; } = [];

    /// <summary>The stretch goals that were checked.</summary>
    public IReadOnlyList<GoalLine> Goals { get; init; } = [];
}
