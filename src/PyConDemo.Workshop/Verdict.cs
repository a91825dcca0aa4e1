namespace PyConDemo.Workshop;

/// <summary>What came out of one check.</summary>
/// <param name="WasDone">Whether the exercise was already done. Then it stays done, whatever this check found.</param>
internal abstract record Verdict(Exercise Exercise, bool WasDone)
{
    /// <summary>The judge accepted or refused the lane.</summary>
    internal sealed record Judged(Exercise Exercise, bool WasDone, CheckResult Result) : Verdict(Exercise, WasDone);

    internal sealed record NotCompiled(Exercise Exercise, bool WasDone, IReadOnlyList<CompileError> Errors)
        : Verdict(Exercise, WasDone);

    /// <summary>The attendee's file was deleted or renamed.</summary>
    internal sealed record FileGone(Exercise Exercise, bool WasDone) : Verdict(Exercise, WasDone);

    /// <summary>The check itself failed.</summary>
    internal sealed record NotChecked(Exercise Exercise, bool WasDone, string Message) : Verdict(Exercise, WasDone);

    public bool IsAccepted => this is Judged { Result.IsAccepted: true };
}
