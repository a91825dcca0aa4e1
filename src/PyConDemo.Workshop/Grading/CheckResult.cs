namespace PyConDemo.Workshop.Grading;

/// <summary>What came of one check.</summary>
/// <param name="Passed">The names of the steps that were passed, in order.</param>
/// <param name="Refused">The step that was not; null when the lane is accepted.</param>
internal sealed record CheckResult(string Slug, IReadOnlyList<string> Passed, (string Step, RefusalException Why)? Refused)
{
    public bool IsAccepted => Refused is null;
}
