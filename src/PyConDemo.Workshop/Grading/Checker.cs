using PyConDemo.ApiClient;

namespace PyConDemo.Workshop.Grading;

/// <summary>Judges one lane, step by step, up to the first refusal.</summary>
internal static class Checker
{
    /// <param name="passed">Told each step's name as it is passed.</param>
    /// <exception cref="ApiException">The check itself can't go on: that is nobody's mistake.</exception>
    public static async Task<CheckResult> CheckAsync(Exercise exercise, GradedApis apis, Action<string>? passed, CancellationToken cancellationToken)
    {
        var done = new List<string>();
        foreach (var step in exercise.Steps)
        {
            try
            {
                await step.CheckAsync(apis, cancellationToken);
            }
            catch (RefusalException why)
            {
                return new(exercise.Slug, done, (step.Name, why));
            }

            catch (Exception shape) when (shape is KeyNotFoundException or InvalidOperationException or FormatException)
            {
                // A field that is missing, or of another kind, where the step reads it.
                return new(exercise.Slug, done, (step.Name, new RefusalException("same-answer", $"The answer has another shape than bad's: {shape.Message}")));
            }

            done.Add(step.Name);
            passed?.Invoke(step.Name);
        }

        return new(exercise.Slug, done, null);
    }
}
