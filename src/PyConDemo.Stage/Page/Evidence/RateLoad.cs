namespace PyConDemo.Stage.Page.Evidence;

/// <summary>What became of a few seconds at a fixed arrival rate.</summary>
/// <param name="P95">Milliseconds, failures counted as the time-out.</param>
/// <param name="Backlog">Jobs put off and not yet done when the load ended.</param>
public sealed record RateLoad(long Sent, long Failed, double P95, long Backlog);
