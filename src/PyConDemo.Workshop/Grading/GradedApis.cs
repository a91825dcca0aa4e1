namespace PyConDemo.Workshop.Grading;

/// <summary>
/// Two running APIs of the same build, on data that the attendee does not see: other values than the demo's, and one has twice as many
/// rows as the other. What costs more there grows with the data.
/// </summary>
internal sealed record GradedApis(GradedApi Small, GradedApi Twice)
{
    public IReadOnlyList<GradedApi> Both => [Small, Twice];
}
