using System.Globalization;
using MathNet.Numerics.Statistics;
using PyConDemo.Load.Statistics;

namespace PyConDemo.Benchmarks.Overhead;

/// <summary>Prints the table of costs.</summary>
internal static class OverheadReport
{
    /// <summary>The share of the throughput that must remain while the checklist is on.</summary>
    private const double Goal = 0.97;

    public static void Write(
        TextWriter output, OverheadSettings settings, List<Dictionary<ChecklistState, OverheadBlock>> rounds)
    {
        output.WriteLine(Invariant($"""

            GET /bystander: {rounds.Count} rounds of {settings.Seconds} s blocks in random order,
            {settings.Starts} starts, {settings.Clients} clients.
            Ratios compare with the server without the checklist: median (99 % interval). CPU and bytes are those of
            the server's process, per request, over all blocks.

            {"checklist",-10} {"req/s",8}   {"throughput",-20} {"CPU",-20} {"CPU µs",7} {"bytes",7}
            """));
        foreach (var state in Enum.GetValues<ChecklistState>())
        {
            var blocks = rounds.ConvertAll(round => round[state]);
            var requests = blocks.Sum(block => block.Block.Requests);
            var cpu = blocks.Sum(block => block.Block.Cpu.TotalMicroseconds) / requests;
            var bytes = blocks.Sum(block => block.Allocated) / requests;
            var rate = blocks.Select(block => block.Block.Throughput).Median();
            var throughput = InWords(state, block => block.Throughput);
            var cpuRatio = InWords(state, block => block.CpuPerRequest);
            output.WriteLine(Invariant(
                $"{state,-10} {rate,8:N0}   {throughput,-20} {cpuRatio,-20} {cpu,7:F1} {bytes,7:N0}"));
        }

        string InWords(ChecklistState state, Func<Block, double> cost) => Report.InWords(Ratio(rounds, state, cost), "F3");

        var kept = Ratio(rounds, ChecklistState.On, block => block.Throughput).Ratio;
        var outcome = kept > Goal ? "met" : "missed";
        output.WriteLine(Invariant(
            $"\nThe checklist takes {1 - kept:P1} of the throughput. The goal, under {1 - Goal:P0}, is {outcome}."));
    }

    private static RatioInterval Ratio(
        List<Dictionary<ChecklistState, OverheadBlock>> rounds, ChecklistState state, Func<Block, double> cost) => PairedRatio.Of(
        [.. rounds.Select(round => new BlockPair([cost(round[state].Block)], [cost(round[ChecklistState.None].Block)]))], quantile: 0.5, seed: 1);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
