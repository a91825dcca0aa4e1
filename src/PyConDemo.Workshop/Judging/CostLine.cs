namespace PyConDemo.Workshop.Judging;

/// <summary>One count of an accepted lane, next to the same count of Good and of the next step.</summary>
/// <param name="What">What is counted: "commands for 100 posts".</param>
/// <param name="NextStep">Null if the pattern has no next step.</param>
internal sealed record CostLine(string What, long Yours, long Good, long? NextStep);
