namespace PyConDemo.Benchmarks.Results;

/// <summary>One timed block on one server.</summary>
/// <param name="Cpu">CPU time of the server's process, without PostgreSQL and the generator.</param>
internal sealed record Block(long Requests, TimeSpan Duration, TimeSpan Cpu)
{
    /// <summary>Requests per second.</summary>
    public double Throughput => Requests / Duration.TotalSeconds;

    /// <summary>Milliseconds of CPU per request.</summary>
    public double CpuPerRequest => Cpu.TotalMilliseconds / Requests;

    /// <summary>Runs one block in as many parts as its queue needs. The refills are not timed.</summary>
    /// <param name="refill">Fills the queue.</param>
    /// <param name="run">Runs for a time, or until the queue is empty. Returns what it measured.</param>
    public static async Task<Block> RunAsync(TimeSpan length, Func<Task> refill, Func<TimeSpan, Task<Block>> run)
    {
        var block = new Block(0, TimeSpan.Zero, TimeSpan.Zero);
        while (block.Duration < length)
        {
            await refill();
            var part = await run(length - block.Duration);
            block = new(block.Requests + part.Requests, block.Duration + part.Duration, block.Cpu + part.Cpu);
        }

        return block;
    }
}
