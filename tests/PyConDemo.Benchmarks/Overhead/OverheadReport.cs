using System.Globalization;
using MathNet.Numerics.Statistics;
using PyConDemo.Benchmarks.Results;

namespace PyConDemo.Benchmarks.Overhead;

/// <summary>Prints what the checklist costs.</summary>
internal static class OverheadReport
{
    /// <summary>The microseconds of CPU per request that the checklist may cost.</summary>
    private static readonly Dictionary<ChecklistState, double> Goals = new()
    {
        [ChecklistState.On] = 5,
        [ChecklistState.All] = 15,
    };

    /// <param name="starts">The finished ones. A run that was stopped has fewer than the settings say.</param>
    public static void Write(TextWriter output, OverheadSettings settings, IReadOnlyList<OverheadStart> starts)
    {
        if (starts.Count == 0) return;

        var range = starts.Count < ResultTable.LeastPairs ? "range" : "99 % interval";
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""

            GET /bystander: {starts.Count} of {settings.Starts} starts of all servers, {settings.Rounds} blocks each of
            {settings.Seconds} s in random order, {settings.Clients} clients. CPU is that of the server's process,
            without PostgreSQL and the generator. Differences compare with the server without the checklist after the
            same start: median ({range}).

            | checklist | requests | CPU per request | more CPU | goal |
            |---|---|---|---|---|
            """));
        foreach (var state in Enum.GetValues<ChecklistState>())
            output.WriteLine(Row(state, starts));
    }

    private static string Row(ChecklistState state, IReadOnlyList<OverheadStart> starts)
    {
        double[] cpu = [.. starts.Select(s => s.CpuPerRequest(state) - s.CpuPerRequest(ChecklistState.None))];
        var goal = !Goals.TryGetValue(state, out var most) ? "" : cpu.Median() <= most
            ? $"{most} µs: met"
            : $"{most} µs: missed";
        return string.Create(CultureInfo.InvariantCulture,
            $"| {state} | {starts.Sum(s => s.Requests(state)):N0} ")
            + $"| {Digits.Three(starts.Select(s => s.CpuPerRequest(state)).Median())} µs "
            + (state == ChecklistState.None ? "| reference " : string.Create(CultureInfo.InvariantCulture,
                $"| {cpu.Median():F1} µs ({cpu.Min():F1} to {cpu.Max():F1}) "))
            + $"| {goal} |";
    }
}
