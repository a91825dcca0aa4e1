namespace PyConDemo.Checklist.Pipeline;

/// <summary>The report for people.</summary>
internal static class TextReport
{
    public static void Write(TextWriter output, RunReport report)
    {
        foreach (var line in Lines(report)) output.WriteLine(line);
        output.Flush();
    }

    /// <summary>What to do with a new finding that is not going to be fixed.</summary>
    public static string HowToAccept(Baseline? baseline) => baseline switch
    {
        null => "To accept findings, give the collector a baseline file (`o.Baseline`), or suppress the rule there.",
        { Exists: false } => $"The baseline '{baseline.Path}' does not exist. Run the tests once on your own machine, "
            + "and commit the file that the run writes.",
        _ => $"To accept findings, run all tests with CHECKLIST_BASELINE=update, write the reasons into "
            + $"'{baseline.Path}', and commit it.",
    };

    private static IEnumerable<string> Lines(RunReport report)
    {
        var routes = report.Rules.Select(r => r.Route).Distinct().Count();
        yield return $"Server Health Checklist: requests {report.Requests}, routes {routes}; findings: "
            + $"{report.New.Count + report.Added.Count} new, {report.Known.Count} known, {report.Gone.Count} gone, "
            + $"{report.Timed.Count} that depend on the machine.";
        if (report.Requests == 0)
            yield return "No request was measured. Is AddHealthCollector called for the application under test?";
        if (report.Unfinished > 0)
            yield return $"Requests that had not ended, so that they are not in this report: {report.Unfinished}.";
        foreach (var line in Section("New", report.New, f => f.ToString())) yield return line;
        if (report.New.Count > 0) yield return HowToAccept(report.Baseline);
        if (report.WritesBaseline)
            yield return $"The baseline '{report.Baseline!.Path}' was written. Commit it.";
        foreach (var line in Section("Added to the baseline", report.Added, f => f.ToString())) yield return line;
        foreach (var line in Section("Known", report.Known, f => Known(f, report))) yield return line;
        var gone = report.WritesBaseline ? "Gone, and removed from the baseline" : "Gone: remove it from the baseline";
        foreach (var line in Section(gone, report.Gone, k => k.ToString())) yield return line;
        foreach (var line in Section("Depends on the machine", report.Timed, f => f.ToString())) yield return line;
        foreach (var line in Section("Not seen", NotSeen(report), line => line)) yield return line;
    }

    private static IEnumerable<string> Section<T>(string title, IReadOnlyCollection<T> items, Func<T, string> text)
        => items.Count == 0 ? [] : [$"{title}:", .. items.Select(i => $"  {text(i).ReplaceLineEndings("\n  ")}")];

    private static string Known(Finding finding, RunReport report)
    {
        var key = FindingKey.Of(finding);
        return $"{key}\n  {report.Baseline!.Reasons[key] ?? "It has no reason: write one into the baseline."}";
    }

    // The usual reason is enough here. The JUnit file has those of all routes.
    private static List<string> NotSeen(RunReport report) =>
    [
        .. from rule in report.Rules
           where rule.State == HealthState.NotSeen
           group rule by rule.Rule into rules
           let reason = rules.CountBy(r => r.Note ?? "nobody looked").MaxBy(n => n.Value).Key
           select $"{rules.Key} (routes: {rules.Count()}), mostly: {reason}",
    ];
}
