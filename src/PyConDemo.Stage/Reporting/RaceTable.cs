namespace PyConDemo.Stage.Reporting;

/// <summary>One race as a table, the same for terminal, Markdown and HTML.</summary>
internal static class RaceTable
{
    public static readonly (string Name, Func<Percentiles, double?> Of)[] Quantiles =
        [("median", p => p.P50), ("p95", p => p.P95), ("p99", p => p.P99)];

    public static TextTable Of(RaceResult race)
    {
        var rows = new List<IEnumerable<string>>();
        Add("SQL commands", l => Count(l.Counts?.Commands));
        Add("rows received", l => Count(l.Counts?.RowsRead));
        Add("rows affected", l => l.Counts is { RowsAffected: > 0 } c ? Format.Count(c.RowsAffected) : null);
        if (race.Lanes.Any(l => l.Counts?.RowsLocked > 0)) Add("rows locked", l => Count(l.Counts?.RowsLocked));
        Add("pages rendered", l => Count(l.Counts?.PagesRendered));
        Add("buffers", l => Count(l.Counts?.Buffers));
        Add("bytes on the wire", l => l.Sustained is { } load ? Format.Bytes(load.BytesPerAnswer) : null);
        Add("capacity", l => l.Capacity > 0 ? Format.Rate(l.Capacity) : null);
        foreach (var (name, of) in Quantiles.Append(("max", p => p.Max)))
            Add($"{name} at {Format.Rate(race.SharedRate)}", l => Ms(l.Sustained?.Latency, of));
        Add($"failures at {Format.Rate(race.SharedRate)}", l => l.Sustained?.Failures.InWords());
        if (race.OverloadRate is { } overload)
        {
            var rate = Format.Rate(overload);
            Add($"failed or unfinished at {rate}",
                l => l.Overload is { } o ? $"{Format.Share(o.LostRate)} of {Format.Count(o.Sent)}" : null);
            Add($"failures at {rate}", l => l.Overload is { } o ? o.Failures.InWords() ?? "none" : null);
            foreach (var (name, of) in Quantiles)
            {
                var alone = Ms(race.BystanderAlone, of) ?? Format.None;
                Add($"bystander {name} at {rate} (alone {alone})", l => Ms(l.Overload?.Bystander, of));
            }

            Add($"bystander failures at {rate}", l => l.Overload?.BystanderFailures?.InWords());
        }

        Add("API CPU per request", l => l.Cost.Requests > 0 ? Format.Ms(l.Cost.ApiCpuMs) : null);
        Add("PostgreSQL CPU per request",
            l => l.Cost is { Requests: > 0, PostgresCpuMs: { } ms } ? Format.Ms(ms) : null);
        Add($"CPU cost per million requests", l => l.Cost.Requests > 0 ? Format.Dollars(l.Cost.PerMillion) : null);
        Add("memory high-water", l => l.Cost.MemoryHighWater > 0 ? Format.Bytes(l.Cost.MemoryHighWater) : null);
        foreach (var extra in race.Extras)
            rows.Add([extra.Name, .. race.Lanes.Select((_, lane) => Cell(extra.At(lane), extra.Unit))]);
        return new(["", .. race.Lanes.Select(l => l.Label)], rows);

        void Add(string name, Func<LaneResult, string?> cell)
        {
            var cells = race.Lanes.Select(cell).ToArray();
            if (cells.Any(c => c is not null)) rows.Add([name, .. cells.Select(c => c ?? Format.None)]);
        }
    }

    private static string? Count(long? count) => count is null ? null : Format.Count(count);

    private static string? Ms(Percentiles? percentiles, Func<Percentiles, double?> of)
        => percentiles is null ? null : Format.Ms(of(percentiles));

    private static string Cell(double? value, string unit) => (value, unit) switch
    {
        (null, _) => Format.None,
        ({ } v, "ms") => Format.Ms(v),
        ({ } v, "bytes") => Format.Bytes(v),
        ({ } v, _) => $"{Format.Count(Math.Round(v, 1))} {unit}",
    };
}
