namespace PyConDemo.Stage.Racing;

/// <summary>Adds up what one lane's loads cost the server. For one thread.</summary>
public sealed class CostMeter
{
    private long _requests, _memory;
    private TimeSpan _api;
    private TimeSpan? _postgres = TimeSpan.Zero;

    public static async Task<Reading> ReadAsync(DemoClient client, CancellationToken cancellationToken)
    {
        var vitals = await client.VitalsAsync(cancellationToken);
        var postgres = vitals.Postgres?.CpuSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null;
        return new(vitals.Instance, TimeSpan.FromSeconds(vitals.CpuSeconds), postgres, vitals.MemoryBytes);
    }

    /// <exception cref="RaceRefusedException">The API was restarted in between.</exception>
    public void Add(Reading before, Reading after, long requests)
    {
        if (before.Instance != after.Instance)
            throw new RaceRefusedException("the API was restarted in the middle of the race");
        _requests += requests;
        _api += after.Api - before.Api;
        _postgres += after.Postgres - before.Postgres;
        _memory = Math.Max(_memory, after.Memory);
    }

    public LaneCost Result(double pricePerCpuHour)
    {
        double Each(TimeSpan sum) => _requests == 0 ? 0 : sum.TotalMilliseconds / _requests;
        var total = _api + (_postgres ?? TimeSpan.Zero);
        var perMillion = Each(total) / 1000 * 1e6 / 3600 * pricePerCpuHour;
        return new(_requests, Each(_api), _postgres is { } p ? Each(p) : null, perMillion, _memory);
    }

    /// <summary>CPU time since the processes' start. PostgreSQL's is null when it cannot be read.</summary>
    public sealed record Reading(string Instance, TimeSpan Api, TimeSpan? Postgres, long Memory)
    {
        public TimeSpan TotalCpu => Api + (Postgres ?? TimeSpan.Zero);
    }
}
