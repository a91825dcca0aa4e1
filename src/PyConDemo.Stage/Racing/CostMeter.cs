namespace PyConDemo.Stage.Racing;

/// <summary>Adds up what one lane's loads cost the server. For one thread.</summary>
public sealed class CostMeter
{
    private long _requests, _memory;
    private double _apiSeconds;
    private double? _postgresSeconds = 0; // null when PostgreSQL's CPU time cannot be read

    /// <exception cref="RaceRefusedException">The API was restarted in between.</exception>
    public void Add(Vitals before, Vitals after, long requests)
    {
        if (before.Instance != after.Instance)
            throw new RaceRefusedException("the API was restarted in the middle of the race");
        _requests += requests;
        _apiSeconds += after.CpuSeconds - before.CpuSeconds;
        _postgresSeconds += after.Postgres?.CpuSeconds - before.Postgres?.CpuSeconds;
        _memory = Math.Max(_memory, after.MemoryBytes);
    }

    public LaneCost Result(double pricePerCpuHour)
    {
        double MsEach(double seconds) => _requests == 0 ? 0 : 1000 * seconds / _requests;
        var perMillion = MsEach(_apiSeconds + (_postgresSeconds ?? 0)) / 1000 * 1e6 / 3600 * pricePerCpuHour;
        var postgresMs = _postgresSeconds is { } seconds ? MsEach(seconds) : (double?)null;
        return new(_requests, MsEach(_apiSeconds), postgresMs, perMillion, _memory);
    }
}
