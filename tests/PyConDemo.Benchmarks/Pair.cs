namespace PyConDemo.Benchmarks;

/// <summary>Two blocks of one case, one right after the other.</summary>
internal sealed record Pair(Block Good, Block Hand)
{
    public double Throughput => Good.Throughput / Hand.Throughput;

    public double CpuPerRequest => Good.CpuPerRequest / Hand.CpuPerRequest;
}
