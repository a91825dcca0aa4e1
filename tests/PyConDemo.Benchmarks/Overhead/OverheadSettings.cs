using System.ComponentModel.DataAnnotations;
using PyConDemo.Api.Data.Seeding;

namespace PyConDemo.Benchmarks.Overhead;

/// <summary>The command line: <c>checklist --rounds 30</c> and so on.</summary>
internal sealed record OverheadSettings
{
    /// <summary>
    /// The number of times that all servers are restarted. One process can be a few percent faster than an identical
    /// one until it ends.
    /// </summary>
    [Range(1, 100)]
    public int Starts { get; init; } = 8;

    /// <summary>Rounds per start. A round is one block on every server, in random order.</summary>
    [Range(1, 10_000)]
    public int Rounds { get; init; } = 50;

    /// <summary>
    /// Length of a block in seconds. It is short, because within ten seconds a machine's speed can change by more than
    /// a few percent.
    /// </summary>
    [Range(0.1, 600)]
    public double Seconds { get; init; } = 0.1;

    /// <inheritdoc cref="BenchmarkSettings.Clients"/>
    [Range(1, 90)]
    public int Clients { get; init; } = 16;

    /// <summary>
    /// The longest time in seconds to wait per server until its JIT has nothing more to compile, because compiling
    /// would be measured too.
    /// </summary>
    [Range(0, 600)]
    public double Warmup { get; init; } = 60;

    /// <inheritdoc cref="BenchmarkSettings.Scale"/>
    public DemoScale Scale { get; init; } = DemoScale.Medium;
}
