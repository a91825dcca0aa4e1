namespace PyConDemo.Stage.Reporting;

/// <summary>One race as rows of text: a name, and a cell for each lane. Terminal, Markdown and HTML show the same
/// rows.</summary>
public static class ReportTable
{
    public static IReadOnlyList<Row> Rows(RaceResult race)
    {
        var rows = new List<Row>();
        AddCounts();
        Add("capacity", l => l.Capacity > 0 ? Format.Rate(l.Capacity) : null);
        AddLatencies(Format.Rate(race.SharedRate));
        if (race.OverloadRate is { } overload) AddOverload(Format.Rate(overload));
        Add("API CPU per request", l => l.Cost.Requests > 0 ? Format.Ms(l.Cost.ApiCpuMs) : null);
        Add("PostgreSQL CPU per request",
            l => l.Cost is { Requests: > 0, PostgresCpuMs: { } ms } ? Format.Ms(ms) : null);
        Add("CPU cost per million", l => l.Cost.Requests > 0 ? Format.Dollars(l.Cost.PerMillion) : null);
        Add("memory high-water", l => l.Cost.MemoryHighWater > 0 ? Format.Bytes(l.Cost.MemoryHighWater) : null);
        foreach (var extra in race.Extras)
            rows.Add(new(extra.Name, [.. race.Lanes.Select((_, lane) => Cell(extra.At(lane), extra.Unit))]));
        return rows;

        void AddCounts()
        {
            Add("SQL commands", l => l.Counts is { } c ? Format.Count(c.Commands) : null);
            Add("rows read", l => l.Counts is { } c ? Format.Count(c.RowsRead) : null);
            Add("rows affected", l => l.Counts is { RowsAffected: > 0 } c ? Format.Count(c.RowsAffected) : null);
            if (race.Lanes.Any(l => l.Counts?.RowsLocked > 0)) Add("rows locked", l => Count(l.Counts?.RowsLocked));
            Add("pages rendered", l => Count(l.Counts?.PagesRendered));
            Add("buffers", l => Count(l.Counts?.Buffers));
            Add("bytes on the wire", l => l.Sustained is { } load ? Format.Bytes(load.BytesPerAnswer) : null);
        }

        void AddLatencies(string rate)
        {
            Add($"p50 at {rate}", l => Ms(l.Sustained?.Latency, p => p.P50));
            Add($"p95 at {rate}", l => Ms(l.Sustained?.Latency, p => p.P95));
            Add($"p99 at {rate}", l => Ms(l.Sustained?.Latency, p => p.P99));
            Add($"max at {rate}", l => Ms(l.Sustained?.Latency, p => p.Max));
        }

        void AddOverload(string rate)
        {
            Add($"answered at {rate}",
                l => l.Overload is { } o ? $"{Format.Share(1 - o.FailureRate)} of {Format.Count(o.Sent)}" : null);
            Add($"time-outs at {rate}", l => Count(l.Overload?.TimedOut));
            Add($"other failures at {rate}", l => Count(l.Overload?.Refused + l.Overload?.Broken + l.Overload?.Unsent));
            AddBystander("p50", rate, p => p.P50);
            AddBystander("p95", rate, p => p.P95);
            AddBystander("p99", rate, p => p.P99);
        }

        void AddBystander(string name, string rate, Func<Percentiles, double> pick) => Add(
            $"bystander {name} at {rate} (alone {Ms(race.BystanderAlone, pick) ?? "–"})",
            l => Ms(l.Overload?.Bystander, pick));

        void Add(string name, Func<LaneResult, string?> cell)
        {
            var cells = race.Lanes.Select(cell).ToArray();
            if (cells.Any(c => c is not null)) rows.Add(new(name, [.. cells.Select(c => c ?? "–")]));
        }
    }

    private static string? Count(long? count) => count is null ? null : Format.Count(count);

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

/// <summary>Says in one line where the numbers come from. The line ends every report.</summary>
public static class RunLine
{
    public static string Of(RunFacts run) => string.Create(CultureInfo.InvariantCulture,
        $"{run.Date:yyyy-MM-dd HH:mm} UTC · {run.Machine} · data: {run.Scale} · API {run.Build} · "
        + $"PostgreSQL {run.Postgres} · load: {run.Engine} · seed {run.Seed} · time-out {run.Timeout:0.#} s · "
        + $"CPU at ${run.PricePerCpuHour} per core and hour");
}
