using PyConDemo.Load;
using PyConDemo.Stage.Racing;
using PyConDemo.Stage.Racing.Results;

namespace PyConDemo.Stage.Reporting;

/// <summary>One race as rows of text: what, and a cell for each lane. Terminal, Markdown and HTML show the same.</summary>
public static class ReportTable
{
    public static IReadOnlyList<Row> Rows(RaceResult race)
    {
        var rows = new List<Row>();
        void Add(string name, Func<LaneResult, string?> cell)
        {
            var cells = race.Lanes.Select(cell).ToArray();
            if (cells.Any(c => c is not null)) rows.Add(new(name, [.. cells.Select(c => c ?? "–")]));
        }

        Add("SQL commands", l => l.Counts is { } c ? Say.Count(c.Commands) : null);
        Add("rows read", l => l.Counts is { } c ? Say.Count(c.RowsRead) : null);
        Add("rows affected", l => l.Counts is { RowsAffected: > 0 } c ? Say.Count(c.RowsAffected) : null);
        if (race.Lanes.Any(l => l.Counts?.RowsLocked > 0)) Add("rows locked", l => l.Counts?.RowsLocked is { } locked ? Say.Count(locked) : null);
        Add("pages rendered", l => l.Counts?.PagesRendered is { } pages ? Say.Count(pages) : null);
        Add("buffers", l => l.Counts?.Buffers is { } buffers ? Say.Count(buffers) : null);
        Add("bytes on the wire", l => l.BothHold is { } b ? Say.Bytes(b.BytesPerAnswer) : null);
        Add("capacity", l => l.Capacity > 0 ? Say.Rate(l.Capacity) : null);
        var at = Say.Rate(race.SharedRate);
        Add($"p50 at {at}", l => Ms(l.BothHold?.Latency, p => p.P50));
        Add($"p95 at {at}", l => Ms(l.BothHold?.Latency, p => p.P95));
        Add($"p99 at {at}", l => Ms(l.BothHold?.Latency, p => p.P99));
        Add($"max at {at}", l => Ms(l.BothHold?.Latency, p => p.Max));
        if (race.OverloadRate is { } overload)
        {
            var rate = Say.Rate(overload);
            Add($"answered at {rate}", l => l.OnlyOneHolds is { } o ? $"{Say.Share(1 - o.FailureRate)} of {Say.Count(o.Sent)}" : null);
            Add($"time-outs at {rate}", l => l.OnlyOneHolds is { } o ? Say.Count(o.TimedOut) : null);
            Add($"other failures at {rate}", l => l.OnlyOneHolds is { } o ? Say.Count(o.Refused + o.Broken + o.Unsent) : null);
            AddBystander("p50", p => p.P50);
            AddBystander("p95", p => p.P95);
            AddBystander("p99", p => p.P99);

            void AddBystander(string name, Func<Percentiles, double> pick) => Add(
                $"bystander {name} at {rate} (alone {Ms(race.BystanderAlone, pick) ?? "–"})", l => Ms(l.OnlyOneHolds?.Bystander, pick));
        }

        Add("API CPU per request", l => l.Cost.Requests > 0 ? Say.Ms(l.Cost.ApiCpuMs) : null);
        Add("PostgreSQL CPU per request", l => l.Cost is { Requests: > 0, PostgresCpuMs: { } ms } ? Say.Ms(ms) : null);
        Add("CPU cost per million", l => l.Cost.Requests > 0 ? Say.Dollars(l.Cost.PerMillion) : null);
        Add("memory high-water", l => l.Cost.MemoryHighWater > 0 ? Say.Bytes(l.Cost.MemoryHighWater) : null);
        foreach (var extra in race.Extras) rows.Add(new(extra.Name, [.. race.Lanes.Select((_, lane) => Cell(extra.At(lane), extra.Unit))]));
        return rows;
    }

    private static string? Ms(Percentiles? percentiles, Func<Percentiles, double> pick)
        => percentiles is null ? null : Say.Ms(pick(percentiles));

    private static string Cell(double? value, string unit) => (value, unit) switch
    {
        (null, _) => "–",
        ({ } v, "ms") => Say.Ms(v),
        ({ } v, "bytes") => Say.Bytes(v),
        ({ } v, _) => $"{Say.Count(Math.Round(v, 1))} {unit}",
    };

    /// <summary>A line of the table.</summary>
    public sealed record Row(string Name, IReadOnlyList<string> Cells);
}
