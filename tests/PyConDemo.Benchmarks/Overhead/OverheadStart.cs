using PyConDemo.Benchmarks.Results;

namespace PyConDemo.Benchmarks.Overhead;

/// <summary>What was measured between one start of all servers and their end.</summary>
internal sealed class OverheadStart
{
    private readonly Dictionary<ChecklistState, (long Requests, TimeSpan Cpu, long Allocated)> _sums = [];

    public void Add(ChecklistState state, OverheadBlock block)
    {
        var (requests, cpu, allocated) = _sums.GetValueOrDefault(state);
        _sums[state] = (requests + block.Block.Requests, cpu + block.Block.Cpu, allocated + block.Allocated);
    }

    public long Requests(ChecklistState state) => _sums[state].Requests;

    /// <summary>Microseconds of the server's CPU.</summary>
    public double CpuPerRequest(ChecklistState state) => _sums[state].Cpu.TotalMicroseconds / Requests(state);

    /// <summary>Bytes that the server allocates.</summary>
    public double BytesPerRequest(ChecklistState state) => (double)_sums[state].Allocated / Requests(state);
}

/// <summary>One timed block with the counters of the server's process.</summary>
/// <param name="Block">The block.</param>
/// <param name="Allocated">Bytes that the process allocated.</param>
/// <param name="Compiled">Methods that the JIT compiled.</param>
internal sealed record OverheadBlock(Block Block, long Allocated, long Compiled);
