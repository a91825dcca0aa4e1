namespace PyConDemo.Benchmarks.Overhead;

/// <summary>One timed block, and what the server's process did in it.</summary>
/// <param name="Block">The block.</param>
/// <param name="Allocated">Bytes that it allocated.</param>
/// <param name="Compiled">Methods that it compiled.</param>
internal sealed record OverheadBlock(Block Block, long Allocated, long Compiled);
