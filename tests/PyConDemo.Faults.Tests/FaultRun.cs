using System.Net.Http.Json;

namespace PyConDemo.Faults.Tests;

/// <summary>Breaks something while reports come in at half of the capacity, and counts what became of them.</summary>
internal sealed class FaultRun(FaultBench bench, ITestOutputHelper output)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    // docs/faults.md: an accepted report is taken up again within this time after the fault has ended.
    private static readonly TimeSpan TakenUpWithin = TimeSpan.FromSeconds(FaultBench.TakeOverSeconds + 15);

    // A plain run shares the machine with other tests, so it asserts five times the promise. FULL=1 runs alone.
    public static readonly int Slack = TestSize.Choose(plain: 5, full: 1);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <param name="fault">Its name in docs/faults.md.</param>
    /// <param name="times">How often the fault happens.</param>
    /// <param name="breakAndMend">Breaks something, and returns when it is mended.</param>
    /// <param name="mayFail">True if the reports themselves can't succeed during the fault.</param>
    public async Task RunAsync(string fault, int times, Func<ReportLoad, Task> breakAndMend, bool mayFail = false)
    {
        await using var load = new ReportLoad(() => bench.Processes);
        load.Start(bench.Capacity / 2);
        for (var i = 0; i < times; i++) await breakAndMend(load);

        var ended = Stopwatch.GetTimestamp();
        var (unfinished, takenUp, finished) = await WaitForAllAsync(ended);
        await load.StopAsync();
        await WaitForAllAsync(ended);

        var rows = (await bench.Watch.TryReadAsync())!;
        var states = load.Accepted.ToDictionary(
            accepted => accepted.Key, accepted => rows.GetValueOrDefault(accepted.Key)?.State ?? "lost");
        var ready = states.Where(report => report.Value == "ready").Select(report => report.Key).ToList();
        var failed = states.Values.Count(state => state == "failed");
        var lost = states.Count - ready.Count - failed + await CountTornAsync(load, ready);
        var twice = await bench.Watch.FinishedTwiceAsync();
        var allowed = TakenUpWithin + TimeSpan.FromSeconds(1.5 * unfinished / bench.Capacity);
        output.WriteLine(
            $"| {fault} | {times} | {states.Count} | {ready.Count} | {failed} | {lost} | {twice} "
            + $"| {takenUp.TotalSeconds:F1} s of {TakenUpWithin.TotalSeconds:F0} s "
            + $"| {finished.TotalSeconds:F1} s of {allowed.TotalSeconds:F0} s |");
        output.WriteLine(
            $"({unfinished} unfinished at the fault's end, {load.NotAccepted} requests not accepted, capacity "
            + $"{bench.Capacity:F1}/s, longest hold of a lock {bench.LongestHold.TotalMilliseconds:F0} ms)");

        Assert.True(load.Surprises.IsEmpty, $"""
            Answered: {string.Join(", ", load.Surprises)}. The processes printed:
            {string.Join('\n', bench.Processes.SelectMany(process => process.Lines.TakeLast(100)))}
            """);
        Assert.Equal(0, lost);
        Assert.Equal(0, twice);
        if (!mayFail) Assert.Equal(0, failed);
        Assert.All(rows.Values.Where(row => row.State == "failed"), row => Assert.NotEmpty(row.Reason ?? ""));
        Assert.True(takenUp < Slack * TakenUpWithin, $"The longest wait was {takenUp}.");
        Assert.True(finished < Slack * allowed, $"The last report was done after {finished}.");
    }

    /// <summary>Waits for the reports that are unfinished now. Returns their number, and when the last one of them was
    /// taken up and was finished, counted from <paramref name="since"/>.</summary>
    private async Task<(int Unfinished, TimeSpan TakenUp, TimeSpan Finished)> WaitForAllAsync(
        long since)
    {
        Dictionary<long, ReportRow>? atFirst = null;
        await Eventually.TrueAsync(
            async () => (atFirst = await bench.Watch.TryReadAsync()) is not null, "the database answers", Cancel);
        var open = atFirst!.Where(report => !report.Value.IsDone).Select(report => report.Key).ToHashSet();
        var (unfinished, waiting) = (open.Count, open.ToHashSet());
        var (takenUp, finished) = (TimeSpan.Zero, TimeSpan.Zero);
        while (open.Count > 0)
        {
            await Task.Delay(PollInterval, Cancel);
            if (await bench.Watch.TryReadAsync() is not { } rows) continue;

            var now = Stopwatch.GetElapsedTime(since);
            if (waiting.RemoveWhere(id => rows[id] != atFirst![id]) > 0) takenUp = now;
            if (open.RemoveWhere(id => rows[id].IsDone) > 0) finished = now;
            if (now < TimeSpan.FromMinutes(11)) continue;

            throw new TimeoutException($"After 11 minutes, these reports are unfinished: {string.Join(", ", open)}.");
        }

        return (unfinished, takenUp, finished);
    }

    /// <summary>Counts the PDFs that are not what the bad lane answers for the same month.</summary>
    private async Task<int> CountTornAsync(ReportLoad load, IEnumerable<long> ready)
    {
        var client = bench.Processes[0].Client;
        var right = new Dictionary<string, byte[]>();
        var torn = 0;
        foreach (var id in ready)
        {
            var month = load.Accepted[id];
            if (!right.TryGetValue(month, out var expected))
            {
                using var answer = await client.PostAsJsonAsync("/bad/reports", new { month }, Cancel);
                right[month] = expected = await answer.Content.ReadAsByteArrayAsync(Cancel);
            }

            using var pdf = await client.GetAsync($"/good/reports/{id}/pdf", Cancel);
            var body = await pdf.Content.ReadAsByteArrayAsync(Cancel);
            if (!pdf.IsSuccessStatusCode || !expected.SequenceEqual(body)) torn++;
        }

        return torn;
    }
}
