using PyConDemo.Workshop.Judging;

namespace PyConDemo.Workshop.Tests;

/// <summary>Keeps what the attendee would see, in order.</summary>
internal sealed class RecordingView : IWatchView
{
    private readonly Lock _lock = new();
    private readonly List<string> _shown = [];

    public IReadOnlyList<string> Shown
    {
        get
        {
            lock (_lock) return [.. _shown];
        }
    }

    /// <summary>Only the verdicts: "ended n-plus-one: refused".</summary>
    public IReadOnlyList<string> Verdicts => [.. Shown.Where(line => line.StartsWith("ended ", StringComparison.Ordinal))];

    public Task SeesAsync(string line, CancellationToken cancellationToken, int times = 1)
        => Eventually.TrueAsync(() => Shown.Count(shown => shown == line) >= times, $"{line} after {string.Join(", ", Shown)}", cancellationToken);

    public void Started(Exercise exercise, bool continues) => Add($"started {exercise.Slug}");

    public void Passed(string step) => Add($"passed {step}");

    public void Ended(Verdict verdict) => Add($"ended {verdict.Exercise.Slug}: " + (verdict.WasDone ? "still done, " : "") + verdict switch
    {
        Verdict.Judged judged => judged.IsAccepted ? "accepted" : "refused",
        Verdict.NotCompiled { Errors: var errors } => $"line {errors[0].Line}",
        Verdict.FileGone => "gone",
        Verdict.NotChecked { Message: var message } => message,
        _ => "?",
    });

    public void Hint(Exercise exercise, int number) => Add($"hint {number} of {exercise.Slug}");

    public void Solution(Exercise exercise) => Add($"solution of {exercise.Slug}");

    public void List() => Add("list");

    public void Note(string text) => Add(text);

    public void KeyPressed()
    {
        // Not of interest: what was shown is kept.
    }

    public void Resized() => Add("resized");

    private void Add(string line)
    {
        lock (_lock) _shown.Add(line);
    }
}
