using PyConDemo.Benchmarks.Results;

namespace PyConDemo.Benchmarks.Overhead;

/// <summary>What was measured between one start of all servers and their end.</summary>
internal sealed class OverheadStart
{
    private readonly Dictionary<ChecklistState, (long Requests, TimeSpan Cpu)> _sums = [];

    public void Add(ChecklistState state, Block block)
    {
        var (requests, cpu) = _sums.GetValueOrDefault(state);
        _sums[state] = (requests + block.Requests, cpu + block.Cpu);
    }

    public long Requests(ChecklistState state) => _sums[state].Requests;

    /// <summary>Microseconds of the server's CPU.</summary>
    public double CpuPerRequest(ChecklistState state) => _sums[state].Cpu.TotalMicroseconds / Requests(state);
}
