namespace PyConDemo.Stage.Page.Live;

/// <summary>A point of the live chart: the requests that ended within one span of time. A later point of the same moment replaces it.</summary>
/// <param name="Series">0 and 1 are the pair's lanes, 2 is the bystander, 3 a third lane.</param>
/// <param name="At">The span's middle, in milliseconds since the race's start, by the clock of the measurement.</param>
/// <param name="P50">Milliseconds.</param>
public sealed record ChartPoint(int Series, double At, long Count, long Failed, double P50, double P95, double Max);
