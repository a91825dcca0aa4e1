using System.ComponentModel.DataAnnotations;
using PyConDemo.Api.Data.Seeding;

namespace PyConDemo.Benchmarks.Overhead;

/// <summary>The command line: <c>checklist --rounds 30</c> and so on.</summary>
internal sealed record OverheadSettings
{
    /// <summary>How often all servers are started anew: one process can be some percent faster than its twin for as long as it lives.</summary>
    [Range(1, 100)]
    public int Starts { get; init; } = 3;

    /// <summary>Rounds per start; each is a block on every server, in random order.</summary>
    [Range(1, 10_000)]
    public int Rounds { get; init; } = 25;

    /// <summary>Length of a block in seconds: short, because a few percent are less than what a machine's mood changes in ten.</summary>
    [Range(0.1, 600)]
    public double Seconds { get; init; } = 0.5;

    /// <inheritdoc cref="BenchmarkSettings.Clients"/>
    [Range(1, 90)]
    public int Clients { get; init; } = 16;

    /// <summary>Seconds per server at most, until its JIT has nothing more to compile: one core's worth of compiling is what it would measure.</summary>
    [Range(0, 600)]
    public double Warmup { get; init; } = 60;

    /// <inheritdoc cref="BenchmarkSettings.Scale"/>
    public DemoScale Scale { get; init; } = DemoScale.Medium;
}
