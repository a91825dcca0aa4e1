using System.Globalization;
using PyConDemo.Benchmarks.Results;

namespace PyConDemo.Benchmarks.Overhead;

/// <summary>Prints what the checklist costs.</summary>
internal static class OverheadReport
{
    /// <summary>The share of the throughput that must remain while the checklist is on.</summary>
    private const double Goal = 0.97;

    /// <param name="rounds">The finished rounds. A run that was stopped has fewer than the settings say.</param>
    public static void Write(
        TextWriter output, OverheadSettings settings, List<Dictionary<ChecklistState, OverheadBlock>> rounds)
    {
        if (rounds.Count == 0) return;

        var planned = settings.Starts * settings.Rounds;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""

            GET /bystander: {rounds.Count} of {planned} rounds, blocks of {settings.Seconds} s, {settings.Starts} starts,
            {settings.Clients} clients. The server without the checklist is the reference. The note is the memory
            that the server allocates per request.
            {ResultTable.Legend}

            """));
        ResultTable.Write(output, [.. Enum.GetValues<ChecklistState>().Select(state => Row(state, rounds))]);

        var (kept, interval) = ResultTable.Compare(
            Blocks(ChecklistState.On, rounds), Blocks(ChecklistState.None, rounds), block => block.Throughput);
        if (interval is null) return;
        var outcome = kept > Goal ? "met" : "missed";
        output.WriteLine($"\nWith the checklist on, {Digits.Three(100 * kept)} % of the throughput remains. "
            + $"The goal, more than {100 * Goal:0} %, is {outcome}.");
    }

    private static Measured Row(ChecklistState state, List<Dictionary<ChecklistState, OverheadBlock>> rounds)
    {
        var blocks = Blocks(state, rounds);
        var allocated = (double)rounds.Sum(round => round[state].Allocated) / blocks.Sum(block => block.Requests);
        return new(
            $"checklist: {state}".ToLowerInvariant(),
            blocks,
            state == ChecklistState.None ? null : Blocks(ChecklistState.None, rounds),
            $"{Digits.Three(allocated)} bytes");
    }

    private static List<Block> Blocks(ChecklistState state, List<Dictionary<ChecklistState, OverheadBlock>> rounds)
        => rounds.ConvertAll(round => round[state].Block);
}
