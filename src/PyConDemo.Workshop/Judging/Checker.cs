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
        var steps = exercise.Steps(world).Prepend(new("answers", Load));
        foreach (var step in steps)
        {
            try
            {
                await step.CheckAsync(cancellationToken);
            }
            catch (RefusalException refusal)
            {
                return new(exercise.Slug, passed, (step.Name, refusal));
            }
            catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
            {
                // The step read a field that the answer lacks or that has another kind.
                var why = $"The answer has another shape than bad's: {e.Message}";
                return new(exercise.Slug, passed, (step.Name, new("same-answer", why)));
            }

            if (step.CheckAsync == Load) continue;
            passed.Add(step.Name);
            onPassed?.Invoke(step.Name);
        }

        var costs = exercise.Example is { } example ? await example.MeasureAsync(world, cancellationToken) : [];
        return new(exercise.Slug, passed, null) { Costs = costs };

        Task Load(CancellationToken token) => world.LoadAsync(assembly, token);
    }
}

/// <summary>The result of one check.</summary>
/// <param name="Passed">The names of the steps that passed, in order.</param>
/// <param name="Refused">The step that did not pass; null when the lane is accepted.</param>
internal sealed record CheckResult(
    string Slug, IReadOnlyList<string> Passed, (string Step, RefusalException Why)? Refused)
{
    public bool IsAccepted => Refused is null;

    /// <summary>What the accepted lane costs, count by count; empty if nothing was compared.</summary>
    public IReadOnlyList<CostLine> Costs { get; init; } = [];
}
