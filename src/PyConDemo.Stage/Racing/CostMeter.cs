using PyConDemo.Stage.Racing.Results;
using PyConDemo.Stage.Target;

namespace PyConDemo.Stage.Racing;

/// <summary>Adds up what one lane's stretches cost the server. For one thread.</summary>
public sealed class CostMeter
{
    private long requests, memory;
    private TimeSpan api;
    private TimeSpan? postgres = TimeSpan.Zero;

    public static async Task<Reading> ReadAsync(DemoClient client, CancellationToken cancel)
    {
        var vitals = await client.VitalsAsync(cancel).ConfigureAwait(false);
        var database = vitals.Postgres?.CpuSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null;
        return new(vitals.Instance, TimeSpan.FromSeconds(vitals.CpuSeconds), database, vitals.MemoryBytes);
    }

    /// <exception cref="RaceRefusedException">The API was restarted in between.</exception>
    public void Charge(Reading before, Reading after, long count)
    {
        if (before.Instance != after.Instance) throw new RaceRefusedException("the API was restarted in the middle of the race");
        requests += count;
        api += after.Api - before.Api;
        postgres = postgres + (after.Postgres - before.Postgres);
        Memory(after.Memory);
    }

    public void Memory(long bytes) => memory = Math.Max(memory, bytes);

    public LaneCost Result(double pricePerCpuHour)
    {
        double Each(TimeSpan sum) => requests == 0 ? 0 : sum.TotalMilliseconds / requests;
        var total = api + (postgres ?? TimeSpan.Zero);
        return new(requests, Each(api), postgres is { } p ? Each(p) : null, Each(total) / 1000 * 1e6 / 3600 * pricePerCpuHour, memory);
    }

    /// <summary>CPU time since the processes' start. PostgreSQL's is null where it cannot be read.</summary>
    public sealed record Reading(string Instance, TimeSpan Api, TimeSpan? Postgres, long Memory)
    {
        public TimeSpan TotalCpu => Api + (Postgres ?? TimeSpan.Zero);
    }
}
