namespace PyConDemo.Api.QueryPlans;

/// <summary>The file that a lane was compiled from.</summary>
public sealed record LaneSource(string Lane, string File, string Text);
