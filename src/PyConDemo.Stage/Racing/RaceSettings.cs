using PyConDemo.ApiClient;
using PyConDemo.Load.Statistics;

namespace PyConDemo.Stage.Racing;

/// <summary>How a race is run. The defaults make six races of well under a minute each.</summary>
public sealed record RaceSettings
{
    /// <summary>
    /// A verdict while the room still listens: within 30 s. The same method with less of everything: fewer requests and pairs of blocks make
    /// the intervals wider, never the claims weaker. The time-out shrinks too, or a shorter overload could not show it.
    /// </summary>
    public static RaceSettings Brief => new()
    {
        IsBrief = true,
        MaxLagShare = 0.1,
        MaxOverload = 2.5,
        Duration = TimeSpan.FromSeconds(6),
        Timeout = TimeSpan.FromSeconds(2),
        Clients = Math.Clamp(Environment.ProcessorCount, 2, 8), // more would all time out on a lane that takes a second of every core
        WarmUp = TimeSpan.FromSeconds(0.5),
        CapacityBlock = TimeSpan.FromSeconds(0.5),
        Overload = TimeSpan.FromSeconds(3),
        BystanderBaseline = TimeSpan.FromSeconds(1),
    };

    /// <summary>Pairs of blocks stop when their time is up (by the clock alone, so that no claim profits), counts are taken after the load, and a pattern's own numbers are left out.</summary>
    public bool IsBrief { get; init; }

    /// <summary>Two or three lanes, by name; twice the same is the check that the method finds no difference where there is none.</summary>
    public IReadOnlyList<string> Lanes { get; init; } = [PatternLane.Bad, PatternLane.Good];

    /// <summary>Timed load at the rate that both lanes hold, of two lanes together; a third has its half on top. A slow lane gets longer, to have enough requests.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(16);

    /// <summary>Blocks per lane; the claim rule wants 20 or more.</summary>
    public int Blocks { get; init; } = ClaimRule.LeastBlocks;

    /// <summary>After which a request counts as failed: about what a browser's user waits.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Requests per second at which only the faster lane should hold; null: between both capacities.</summary>
    public double? Rate { get; init; }

    /// <summary>Of the block order and the bootstrap: the same seed gives the same order.</summary>
    public int Seed { get; init; } = Random.Shared.Next(1, 1_000_000);

    /// <summary>
    /// Clients of the closed loop: enough to keep the cores of a small server and its database busy, and few enough that the answers
    /// of a lane that takes a second of CPU don't all time out.
    /// </summary>
    public int Clients { get; init; } = 8;

    /// <summary>At the race's own requests, per lane. Tiered compilation needs it: the first answers are several times slower.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>One block of the closed loop; each lane has two.</summary>
    public TimeSpan CapacityBlock { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>Load at the rate that only the faster lane holds, per lane. Longer than the time-out.</summary>
    public TimeSpan Overload { get; init; } = TimeSpan.FromSeconds(7);

    /// <summary>How long the innocent route is probed before any load, to have something to compare with.</summary>
    public TimeSpan BystanderBaseline { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Of the modelled link, in Mbit/s: a good mobile connection by default.</summary>
    public double LinkMbit { get; init; } = 20;

    /// <summary>Jobs that row-locking's workers drain: forty claims, enough that the workers' start and end don't count.</summary>
    public long QueueToDrain { get; init; } = 2_000;

    /// <summary>US dollars for one CPU core for one hour: about what the large clouds ask for a general-purpose core.</summary>
    public double PricePerCpuHour { get; init; } = 0.04;

    /// <summary>The generator's own lag at p99 beyond which its numbers are not the server's.</summary>
    public TimeSpan MaxLag { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>
    /// The overload in times of the slower lane's capacity. Two of three requests fail already, and a larger flood makes the generator late
    /// on the machine that it shares, and takes longer to drain.
    /// </summary>
    public double MaxOverload { get; init; } = 3;

    /// <summary>
    /// Lag is also let pass up to this share of the slower lane's p95: there it adds no more than that share, and in the faster lane it only
    /// makes the difference look smaller. Of a flood it is the share of a quarter of the time-out: what is told there are failures.
    /// </summary>
    public double MaxLagShare { get; init; } = 0.01;

    /// <summary>Requests to the innocent route per second while others are under load.</summary>
    public double BystanderRate { get; init; } = 20;
}
