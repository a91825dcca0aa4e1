using MathNet.Numerics.Statistics;
using PyConDemo.Load.Statistics;

namespace PyConDemo.Benchmarks.Results;

/// <summary>Writes the results of every benchmark as one kind of Markdown table.</summary>
internal static class ResultTable
{
    /// <summary>What the columns mean.</summary>
    public const string Legend = """
        Requests per second are the median of the blocks. Ratios compare with the reference's block of the same round:
        median (99 % interval). More throughput is better, and less CPU is better. CPU is that of the server's process,
        over all blocks, without PostgreSQL and the generator.
        """;

    private static readonly string[] Header = ["", "req/s", "throughput", "CPU ms per request", "CPU", "note"];

    public static void Write(TextWriter output, IReadOnlyList<Measured> results)
    {
        string[][] rows = [Header, .. results.Where(result => result.Blocks.Count > 0).Select(Cells)];
        int[] widths = [.. Header.Select((_, column) => rows.Max(row => row[column].Length))];
        foreach (var row in rows)
        {
            output.WriteLine(Line(row, ' '));
            if (row == Header) output.WriteLine(Line([.. Header.Select(_ => "")], '-'));
        }

        // The first and the last column are text, which is aligned to the left.
        string Line(string[] cells, char fill)
        {
            var padded = cells.Select((cell, column) => column == 0 || column == Header.Length - 1
                ? cell.PadRight(widths[column], fill)
                : cell.PadLeft(widths[column], fill));
            return $"|{fill}{string.Join($"{fill}|{fill}", padded)}{fill}|";
        }
    }

    /// <summary>Returns the median ratio of paired blocks, with an interval if there are enough pairs.</summary>
    public static (double Ratio, RatioInterval? Interval) Compare(
        IReadOnlyList<Block> blocks, IReadOnlyList<Block> reference, Func<Block, double> value)
    {
        if (blocks.Count < FewPairs.Least)
            return (blocks.Select(value).Median() / reference.Select(value).Median(), null);
        var pairs = blocks.Zip(reference, (one, other) => new BlockPair([value(one)], [value(other)]));
        var interval = PairedRatio.Of([.. pairs], quantile: 0.5, seed: 1);
        return (interval.Ratio, interval);
    }

    private static string[] Cells(Measured result)
    {
        var requests = result.Blocks.Sum(block => block.Requests);
        return
        [
            result.Name,
            Digits.Three(result.Blocks.Select(block => block.Throughput).Median()),
            Ratio(result, block => block.Throughput),
            Digits.Three(result.Blocks.Sum(block => block.Cpu.TotalMilliseconds) / requests),
            Ratio(result, block => block.CpuPerRequest),
            result.Note,
        ];
    }

    private static string Ratio(Measured result, Func<Block, double> value)
    {
        if (result.Reference is null) return "reference";
        var (ratio, interval) = Compare(result.Blocks, result.Reference, value);
        return interval is null
            ? $"{Digits.Three(ratio)} (no interval)"
            : $"{Digits.Three(ratio)} ({Digits.Three(interval.Low)}–{Digits.Three(interval.High)})";
    }
}

/// <summary>The finished blocks of one server or route.</summary>
/// <param name="Reference">The blocks of the same rounds to compare with; null for the reference itself.</param>
internal sealed record Measured(
    string Name, IReadOnlyList<Block> Blocks, IReadOnlyList<Block>? Reference = null, string Note = "");
