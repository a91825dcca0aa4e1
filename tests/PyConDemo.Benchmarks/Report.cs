using System.Globalization;
using PyConDemo.Benchmarks.Results;

namespace PyConDemo.Benchmarks;

/// <summary>Prints how the good lanes compare with the routes that are written by hand.</summary>
internal static class Report
{
    /// <summary>The share of the hand-written throughput that a good lane should reach.</summary>
    private const double Goal = 0.8;

    /// <param name="results">The finished pairs. A run that was stopped has fewer than the settings say.</param>
    public static void Write(
        TextWriter output, BenchmarkSettings settings, IReadOnlyDictionary<BenchmarkCase, List<Pair>> results)
    {
        if (results.Values.All(pairs => pairs.Count == 0)) return;

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""

            The good lanes against the same routes written by hand, which are the reference: {settings.Rounds} rounds,
            blocks of {settings.Seconds} s, {settings.Clients} clients. The goal is {Goal} of the throughput.
            {ResultTable.Legend}

            """));
        ResultTable.Write(output, [.. results.SelectMany(result => Rows(result.Key, result.Value, settings.Rounds))]);
        output.WriteLine();
        foreach (var (slug, why) in BenchmarkCases.NotCompared)
            output.WriteLine($"{slug} is not compared, because {why}.");
    }

    private static Measured[] Rows(BenchmarkCase route, List<Pair> pairs, int rounds)
    {
        var (good, hand) = (pairs.ConvertAll(pair => pair.Good), pairs.ConvertAll(pair => pair.Hand));
        var note = pairs.Count < rounds ? $"only {pairs.Count} of {rounds} rounds" : Judge(route, good, hand);
        return [new($"{route.Name}, by hand", hand), new($"{route.Name}, good", good, hand, note)];
    }

    private static string Judge(BenchmarkCase route, List<Block> good, List<Block> hand)
    {
        var (ratio, _) = ResultTable.Compare(good, hand, block => block.Throughput);
        return route.HasGoal && ratio < Goal ? $"below the goal by {Digits.Three(Goal - ratio)}" : "";
    }
}
