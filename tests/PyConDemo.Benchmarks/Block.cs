namespace PyConDemo.Benchmarks;

/// <summary>One timed block on one server.</summary>
/// <param name="Cpu">CPU time of the server's process, without PostgreSQL and the generator.</param>
internal sealed record Block(long Requests, TimeSpan Duration, TimeSpan Cpu)
{
    /// <summary>Requests per second.</summary>
    public double Throughput => Requests / Duration.TotalSeconds;

    /// <summary>Milliseconds of CPU per request.</summary>
    public double CpuPerRequest => Cpu.TotalMilliseconds / Requests;
}
