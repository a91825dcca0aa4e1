namespace PyConDemo.Stage.Racing.Results;

/// <summary>What one lane's requests cost the server, deferred work included.</summary>
/// <param name="Requests">How many the sums are divided by.</param>
/// <param name="ApiCpuMs">CPU milliseconds of the API per request.</param>
/// <param name="PostgresCpuMs">CPU milliseconds of PostgreSQL per request; null where it cannot be read.</param>
/// <param name="PerMillion">US dollars for the CPU of a million requests, at the settings' price.</param>
/// <param name="MemoryHighWater">The API's largest memory seen, in bytes.</param>
public sealed record LaneCost(long Requests, double ApiCpuMs, double? PostgresCpuMs, double PerMillion, long MemoryHighWater);
