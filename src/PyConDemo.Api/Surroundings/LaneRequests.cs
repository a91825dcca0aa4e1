namespace PyConDemo.Api.Surroundings;

/// <summary>Requests per lane since the start.</summary>
public sealed record LaneRequests(long Bad, long Good, long Yours);
