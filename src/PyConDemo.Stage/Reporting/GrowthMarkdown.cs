using PyConDemo.Stage.Growing;

namespace PyConDemo.Stage.Reporting;

/// <summary>The growth report for a README.</summary>
public static class GrowthMarkdown
{
    public static string Write(GrowthReport report)
    {
        var head = GrowthRows.Head(report);
        return $"""
            ### {report.Title}: growth

            {report.Verdict}

            | {string.Join(" | ", head)} |
            |{string.Concat(head.Select(_ => "---:|"))}
            {string.Join('\n', GrowthRows.Rows(report).Select(r => $"| {string.Join(" | ", r)} |"))}

            {GrowthRows.Still(report)}

            {RunLine.Of(report.Run)}

            """;
    }
}
