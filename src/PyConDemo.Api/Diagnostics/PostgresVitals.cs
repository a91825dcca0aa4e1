namespace PyConDemo.Api.Diagnostics;

/// <summary>The PostgreSQL behind the API.</summary>
/// <param name="Version">As the server tells it.</param>
/// <param name="CpuSeconds">Processor time of all of its processes that ended or still run; null where it can't be read (another machine or system).</param>
public sealed record PostgresVitals(string Version, double? CpuSeconds);
