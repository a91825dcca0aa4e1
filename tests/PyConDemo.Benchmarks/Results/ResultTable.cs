using MathNet.Numerics.Statistics;

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

    /// <summary>Fewer pairs can't give 99 %.</summary>
    public const int LeastPairs = 8;

    /// <summary>Returns the median ratio of paired blocks, and with enough pairs the range of their ratios. The range
    /// misses the true median only when all pairs fall on one side of it: with 8 pairs in 2 · 0.5⁸ = 0.8 % of runs,
    /// whatever the distribution.</summary>
    public static (double Ratio, (double Low, double High)? Interval) Compare(
        IReadOnlyList<Block> blocks, IReadOnlyList<Block> reference, Func<Block, double> value)
    {
        var ratios = blocks.Zip(reference, (one, other) => value(one) / value(other)).ToArray();
        return (ratios.Median(), ratios.Length < LeastPairs ? null : (ratios.Min(), ratios.Max()));
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
            : $"{Digits.Three(ratio)} ({Digits.Three(interval.Value.Low)}–{Digits.Three(interval.Value.High)})";
    }
}

/// <summary>The finished blocks of one server or route.</summary>
/// <param name="Reference">The blocks of the same rounds to compare with; null for the reference itself.</param>
internal sealed record Measured(
    string Name, IReadOnlyList<Block> Blocks, IReadOnlyList<Block>? Reference = null, string Note = "");
