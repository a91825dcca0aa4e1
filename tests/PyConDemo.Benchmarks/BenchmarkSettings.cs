using System.ComponentModel.DataAnnotations;
using PyConDemo.Api.Data.Seeding;
using PyConDemo.Load.Statistics;

namespace PyConDemo.Benchmarks;

/// <summary>The command line: <c>--rounds 9</c> and so on.</summary>
internal sealed record BenchmarkSettings
{
    /// <summary>Pairs of blocks per lane. 8 are the fewest whose range is a 99 % interval of the median; an odd number has a median.</summary>
    [Range(FewPairs.Least, 1_000)]
    public int Rounds { get; init; } = 9;

    /// <summary>Length of a block in seconds: long against a garbage collection, short against the moods of the machine.</summary>
    [Range(0.1, 600)]
    public double Seconds { get; init; } = 2;

    /// <summary>Requests under way at once: enough that the server never waits for the generator.</summary>
    [Range(1, 90)] // each holds one of the pool's 100 connections
    public int Clients { get; init; } = 16;

    /// <summary>Seconds per lane and server before the first block: the JIT's last tier comes after some thousand requests.</summary>
    [Range(0, 600)]
    public double Warmup { get; init; } = 6;

    /// <summary>One slug; null: all.</summary>
    public string? Only { get; init; }

    /// <summary>The data: <c>small</c>, <c>medium</c> or <c>large</c>.</summary>
    public DemoScale Scale { get; init; } = DemoScale.Medium;
}
