namespace PyConDemo.Benchmarks.Overhead;

/// <summary>What a server's process tells of itself.</summary>
/// <param name="Allocated">Bytes, since its start.</param>
/// <param name="Compiled">Methods that the JIT compiled, each tier anew.</param>
internal sealed record ProcessCounts(long Allocated, long Compiled);
