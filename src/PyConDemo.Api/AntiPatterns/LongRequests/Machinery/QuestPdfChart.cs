using QuestPDF.Fluent;
using QuestPDF.Infrastructure;
using static PyConDemo.Api.AntiPatterns.LongRequests.Machinery.ReportStyle;

namespace PyConDemo.Api.AntiPatterns.LongRequests.Machinery;

/// <summary>Bars from rows and backgrounds: the canvas of early versions is gone from current ones.</summary>
internal static class QuestPdfChart
{
    public static void Compose(IContainer container, ReportBarChart chart) => container.ShowEntire().Column(column =>
    {
        column.Item().Text(t => t.Span(QuestPdfReportRenderer.Clean(chart.Caption)).FontSize(FooterSize).FontColor(Muted));
        column.Item().AlignRight().Text(t => t.Span(ReportScale.Highest(chart)).FontSize(FooterSize).FontColor(Muted));
        var highest = Math.Max(1, chart.Bars.Select(b => b.Value).DefaultIfEmpty().Max());
        column.Item().BorderTop(0.5f).BorderColor(Rule).Row(row =>
        {
            foreach (var bar in chart.Bars)
                row.RelativeItem().Column(one => Bar(one, bar, (float)(bar.Value / highest)));
        });
    });

    private static void Bar(ColumnDescriptor column, ReportBar bar, float share)
    {
        const float Full = ChartHeight - 2 * LineHeight;
        column.Item().Height(Full).BorderBottom(0.75f).BorderColor(Muted).AlignBottom().PaddingHorizontal(2).Height(Full * share).Background(Accent);
        column.Item().AlignCenter().Text(t => t.Span(QuestPdfReportRenderer.Clean(bar.Label)).FontSize(FooterSize).FontColor(Muted));
    }
}
