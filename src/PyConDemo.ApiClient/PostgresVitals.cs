namespace PyConDemo.ApiClient;

/// <param name="CpuSeconds">Null where the API cannot read it: another machine, or another user's process.</param>
public sealed record PostgresVitals(string Version, double? CpuSeconds);
