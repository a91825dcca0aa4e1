namespace PyConDemo.Stage.Racing;

/// <summary>How a race runs. With the defaults, all six races take about four minutes on two cores.</summary>
public sealed record RaceSettings
{
    /// <summary>For a race in front of an audience: it takes at most 40 s on two cores. The method is the same with
    /// less of everything: fewer races are decided, but no claim is weaker. The time-out is shorter too, because a
    /// shorter overload could not show the long one.</summary>
    public static RaceSettings Brief => new()
    {
        IsBrief = true,
        MaxLagShare = 0.1,
        Duration = TimeSpan.FromSeconds(16),
        Timeout = TimeSpan.FromSeconds(2),
        Clients = Math.Clamp(Environment.ProcessorCount, 2, 8), // more would time out on a lane that takes every core
        WarmUp = TimeSpan.FromSeconds(0.5),
        CapacityBlock = TimeSpan.FromSeconds(0.5),
        Overload = TimeSpan.FromSeconds(2.5),
        BystanderBaseline = TimeSpan.FromSeconds(1),
        QueueToDrain = 500,
    };

    /// <summary>A brief race takes the counts after the load, when its verdict is known.</summary>
    public bool IsBrief { get; init; }

    /// <summary>Two or three names. The same name twice checks that the method finds no difference.</summary>
    public IReadOnlyList<string> Lanes { get; init; } = [PatternLane.Bad, PatternLane.Good];

    /// <summary>The longest load at the rate that both lanes sustain, for two lanes together. A third lane gets half of
    /// it on top. It ends when the race is decided, at the earliest after 8 pairs of blocks.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>After this time a request counts as failed. Many users leave a page that takes longer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Requests per second that only the faster lane should sustain. Null: between both capacities.</summary>
    public double? Rate { get; init; }

    /// <summary>The seed of the order of the blocks.</summary>
    public int Seed { get; init; } = Random.Shared.Next(1, 1_000_000);

    /// <summary>Clients of the closed loop. They keep a small server busy without time-outs.</summary>
    public int Clients { get; init; } = 8;

    /// <summary>Warm-up per lane. Tiered compilation makes the first answers several times slower.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(0.75);

    /// <summary>One block of the closed loop. Each lane has two.</summary>
    public TimeSpan CapacityBlock { get; init; } = TimeSpan.FromSeconds(0.75);

    /// <summary>Load per lane at the rate that only the faster lane sustains. It is longer than the time-out.</summary>
    public TimeSpan Overload { get; init; } = TimeSpan.FromSeconds(3.5);

    /// <summary>How long the bystander is measured without other load, as the value to compare with.</summary>
    public TimeSpan BystanderBaseline { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>The modelled link in Mbit/s. The default is a good mobile connection.</summary>
    public double LinkMbit { get; init; } = 20;

    /// <summary>Jobs that row-locking's workers drain: so many that the workers' start does not matter.</summary>
    public long QueueToDrain { get; init; } = 2_000;

    /// <summary>US dollars for one CPU core for one hour, about what large clouds ask.</summary>
    public double PricePerCpuHour { get; init; } = 0.04;

    /// <summary>The largest lag of the load generator at p99. Beyond it, its numbers are not the server's.</summary>
    public TimeSpan MaxLag { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>Lag is also accepted up to this share of the slower lane's p95. In the faster lane it only makes the
    /// difference look smaller.</summary>
    public double MaxLagShare { get; init; } = 0.01;

    /// <summary>The highest overload, as a multiple of the slower capacity. At 2.5, more than half of the requests
    /// fail.</summary>
    public double MaxOverload { get; init; } = 2.5;
}
