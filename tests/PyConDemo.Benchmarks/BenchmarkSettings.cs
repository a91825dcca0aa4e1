using System.ComponentModel.DataAnnotations;
using PyConDemo.Api.Data.Seeding;
using PyConDemo.Benchmarks.Results;

namespace PyConDemo.Benchmarks;

/// <summary>The options of the command line, such as <c>--rounds 9</c>.</summary>
internal sealed record BenchmarkSettings
{
    /// <summary>
    /// Pairs of blocks per lane. The range of 8 or more is a 99 % interval of the median. With an odd number the median
    /// is the value of one pair.
    /// </summary>
    [Range(ResultTable.LeastPairs, 1_000)]
    public int Rounds { get; init; } = 9;

    /// <summary>
    /// Length of a block in seconds. It is much longer than a garbage collection, and shorter than the time in which
    /// the machine's speed changes.
    /// </summary>
    [Range(0.1, 600)]
    public double Seconds { get; init; } = 2;

    /// <summary>Concurrent requests, enough that the server never waits for the generator.</summary>
    [Range(1, 90)] // each request uses one of the pool's 100 connections
    public int Clients { get; init; } = 16;

    /// <summary>
    /// Seconds per lane and server before the first block. The JIT optimises fully only after several thousand
    /// requests.
    /// </summary>
    [Range(0, 600)]
    public double Warmup { get; init; } = 6;

    /// <summary>The slug of the only lane to measure; null measures all.</summary>
    public string? Only { get; init; }

    /// <summary>The data: <c>small</c>, <c>medium</c> or <c>large</c>.</summary>
    public DemoScale Scale { get; init; } = DemoScale.Medium;
}
