namespace PyConDemo.Benchmarks.Overhead;

/// <summary>One timed block, and what the server's process allocated in it.</summary>
internal sealed record OverheadBlock(Block Block, long Allocated);
