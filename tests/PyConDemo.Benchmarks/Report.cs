using System.Globalization;
using MathNet.Numerics.Statistics;
using PyConDemo.Load.Statistics;

namespace PyConDemo.Benchmarks;

/// <summary>The table of ratios.</summary>
internal static class Report
{
    /// <summary>Of the hand-written route's throughput: what a good lane may lose to readable code.</summary>
    private const double Goal = 0.8;

    public static void Write(TextWriter output, BenchmarkSettings settings, IReadOnlyDictionary<BenchmarkCase, List<Pair>> results)
    {
        output.WriteLine(Invariant($"""

            The good lane against the same route written by hand: {settings.Rounds} pairs of blocks of {settings.Seconds} s, {settings.Clients} clients.
            Ratios good / hand-written: median (99 % interval). Throughput: higher is better, goal {Goal}. CPU of the server per request: lower is better.

            {"",-24} {"req/s by hand",13}   {"throughput",-18} {"CPU per request",-18} CPU ms, good / by hand
            """));
        foreach (var (route, pairs) in results)
        {
            var throughput = Pair.Ratio(pairs, block => block.Throughput);
            var missed = route.HasGoal && Math.Round(throughput.Ratio, 2) < Goal
                ? Invariant($"   below the goal by {Goal - throughput.Ratio:F2}")
                : "";
            var cpu = Pair.Ratio(pairs, block => block.CpuPerRequest);
            var (good, hand) = (Median(pairs, pair => pair.Good.CpuPerRequest), Median(pairs, pair => pair.Hand.CpuPerRequest));
            var rate = Median(pairs, pair => pair.Hand.Throughput);
            output.WriteLine(Invariant($"{route.Name,-24} {rate,13:N0}   {InWords(throughput),-18} {InWords(cpu),-18} {good:F3} / {hand:F3}{missed}"));
        }

        foreach (var (slug, why) in BenchmarkCases.NotCompared)
            output.WriteLine($"{slug}: not compared, because {why}.");
    }

    /// <summary>"0.93 (0.90–0.97)".</summary>
    public static string InWords(RatioInterval interval, string format = "F2")
    {
        string Digits(double value) => value.ToString(format, CultureInfo.InvariantCulture);
        return $"{Digits(interval.Ratio)} ({Digits(interval.Low)}–{Digits(interval.High)})";
    }

    private static double Median(List<Pair> pairs, Func<Pair, double> value) => pairs.Select(value).Median();

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
