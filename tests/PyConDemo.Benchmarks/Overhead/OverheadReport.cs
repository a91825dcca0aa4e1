using System.Globalization;
using MathNet.Numerics.Statistics;
using PyConDemo.Load.Statistics;

namespace PyConDemo.Benchmarks.Overhead;

/// <summary>The table of costs.</summary>
internal static class OverheadReport
{
    /// <summary>Of the throughput without the checklist: what it may take while it is on.</summary>
    private const double Goal = 0.97;

    public static void Write(TextWriter output, OverheadSettings settings, List<Dictionary<ChecklistState, OverheadBlock>> rounds)
    {
        output.WriteLine(Invariant($"""

            GET /bystander: {rounds.Count} rounds of blocks of {settings.Seconds} s in random order, {settings.Starts} starts, {settings.Clients} clients.
            Ratios to the server without the checklist: median (99 % interval). CPU and bytes are the server process's, per request, over all blocks.

            {"checklist",-10} {"req/s",8}   {"throughput",-20} {"CPU",-20} {"CPU µs",7} {"bytes",7}
            """));
        foreach (var state in Enum.GetValues<ChecklistState>())
        {
            var blocks = rounds.ConvertAll(round => round[state]);
            var requests = blocks.Sum(block => block.Block.Requests);
            var cpu = blocks.Sum(block => block.Block.Cpu.TotalMicroseconds) / requests;
            var bytes = blocks.Sum(block => block.Allocated) / requests;
            var rate = blocks.Select(block => block.Block.Throughput).Median();
            output.WriteLine(Invariant(
                $"{state,-10} {rate,8:N0}   {InWords(state, block => block.Throughput),-20} {InWords(state, block => block.CpuPerRequest),-20} {cpu,7:F1} {bytes,7:N0}"));
        }

        string InWords(ChecklistState state, Func<Block, double> cost) => Report.InWords(Ratio(rounds, state, cost), "F3");

        var kept = Ratio(rounds, ChecklistState.On, block => block.Throughput).Ratio;
        output.WriteLine(Invariant($"\nOn, it takes {1 - kept:P1} of the throughput; the goal is less than {1 - Goal:P0}{(kept > Goal ? "" : ", which it misses")}."));
    }

    private static RatioInterval Ratio(
        List<Dictionary<ChecklistState, OverheadBlock>> rounds, ChecklistState state, Func<Block, double> cost) => PairedRatio.Of(
        [.. rounds.Select(round => new BlockPair([cost(round[state].Block)], [cost(round[ChecklistState.None].Block)]))], quantile: 0.5, seed: 1);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
