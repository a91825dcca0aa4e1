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

        Add("SQL commands", l => l.Counts is { } c ? Format.Count(c.Commands) : null);
        Add("rows read", l => l.Counts is { } c ? Format.Count(c.RowsRead) : null);
        Add("rows affected", l => l.Counts is { RowsAffected: > 0 } c ? Format.Count(c.RowsAffected) : null);
        if (race.Lanes.Any(l => l.Counts?.RowsLocked > 0)) Add("rows locked", l => l.Counts?.RowsLocked is { } locked ? Format.Count(locked) : null);
        Add("pages rendered", l => l.Counts?.PagesRendered is { } pages ? Format.Count(pages) : null);
        Add("buffers", l => l.Counts?.Buffers is { } buffers ? Format.Count(buffers) : null);
        Add("bytes on the wire", l => l.Sustained is { } b ? Format.Bytes(b.BytesPerAnswer) : null);
        Add("capacity", l => l.Capacity > 0 ? Format.Rate(l.Capacity) : null);
        var at = Format.Rate(race.SharedRate);
        Add($"p50 at {at}", l => Ms(l.Sustained?.Latency, p => p.P50));
        Add($"p95 at {at}", l => Ms(l.Sustained?.Latency, p => p.P95));
        Add($"p99 at {at}", l => Ms(l.Sustained?.Latency, p => p.P99));
        Add($"max at {at}", l => Ms(l.Sustained?.Latency, p => p.Max));
        if (race.OverloadRate is { } overload)
        {
            var rate = Format.Rate(overload);
            Add($"answered at {rate}", l => l.Overload is { } o ? $"{Format.Share(1 - o.FailureRate)} of {Format.Count(o.Sent)}" : null);
            Add($"time-outs at {rate}", l => l.Overload is { } o ? Format.Count(o.TimedOut) : null);
            Add($"other failures at {rate}", l => l.Overload is { } o ? Format.Count(o.Refused + o.Broken + o.Unsent) : null);
            AddBystander("p50", p => p.P50);
            AddBystander("p95", p => p.P95);
            AddBystander("p99", p => p.P99);

            void AddBystander(string name, Func<Percentiles, double> pick) => Add(
                $"bystander {name} at {rate} (alone {Ms(race.BystanderAlone, pick) ?? "–"})", l => Ms(l.Overload?.Bystander, pick));
        }

        Add("API CPU per request", l => l.Cost.Requests > 0 ? Format.Ms(l.Cost.ApiCpuMs) : null);
        Add("PostgreSQL CPU per request", l => l.Cost is { Requests: > 0, PostgresCpuMs: { } ms } ? Format.Ms(ms) : null);
        Add("CPU cost per million", l => l.Cost.Requests > 0 ? Format.Dollars(l.Cost.PerMillion) : null);
        Add("memory high-water", l => l.Cost.MemoryHighWater > 0 ? Format.Bytes(l.Cost.MemoryHighWater) : null);
        foreach (var extra in race.Extras) rows.Add(new(extra.Name, [.. race.Lanes.Select((_, lane) => Cell(extra.At(lane), extra.Unit))]));
        return rows;
    }

    private static string? Ms(Percentiles? percentiles, Func<Percentiles, double> pick)
        => percentiles is null ? null : Format.Ms(pick(percentiles));

    private static string Cell(double? value, string unit) => (value, unit) switch
    {
        (null, _) => "–",
        ({ } v, "ms") => Format.Ms(v),
        ({ } v, "bytes") => Format.Bytes(v),
        ({ } v, _) => $"{Format.Count(Math.Round(v, 1))} {unit}",
    };

    /// <summary>A line of the table.</summary>
    public sealed record Row(string Name, IReadOnlyList<string> Cells);
}
