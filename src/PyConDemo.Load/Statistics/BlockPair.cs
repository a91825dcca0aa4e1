namespace PyConDemo.Load.Statistics;

/// <summary>
/// The latencies of two neighbouring blocks, one of each lane, in one unit of the caller's choice. Neighbours share the machine's
/// weather, which is why they are resampled together.
/// </summary>
public sealed record BlockPair(IReadOnlyList<double> First, IReadOnlyList<double> Second);
