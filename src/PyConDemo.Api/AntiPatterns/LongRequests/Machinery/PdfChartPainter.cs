using static PyConDemo.Api.AntiPatterns.LongRequests.Machinery.ReportStyle;

namespace PyConDemo.Api.AntiPatterns.LongRequests.Machinery;

/// <summary>Draws bars from a common base line, the value of the highest beside its top.</summary>
internal static class PdfChartPainter
{
    public static void Paint(PdfCanvas canvas, ReportBarChart chart)
    {
        canvas.Need(ChartHeight + 3 * LineHeight);
        canvas.Text(PdfWinAnsi.Encode(chart.Caption), canvas.Plain, FooterSize, PdfCanvas.Left, canvas.Y - LineHeight, Muted);
        var floor = canvas.Y - ChartHeight - LineHeight;
        Scale(canvas, chart, floor);
        var step = canvas.Width / Math.Max(1, chart.Bars.Count);
        var highest = Math.Max(1, chart.Bars.Select(b => b.Value).DefaultIfEmpty().Max());
        for (var i = 0; i < chart.Bars.Count; i++)
        {
            var left = PdfCanvas.Left + i * step;
            var height = (double)(chart.Bars[i].Value / highest) * (ChartHeight - 2 * LineHeight);
            canvas.Rectangle(left + step * 0.15, floor, step * 0.7, height, Accent);
            var label = PdfWinAnsi.Encode(chart.Bars[i].Label);
            var middle = left + (step - canvas.Plain.Width(label, FooterSize)) / 2;
            canvas.Text(label, canvas.Plain, FooterSize, middle, floor - LineHeight, Muted);
        }
        canvas.Y = floor - 2 * LineHeight;
    }

    private static void Scale(PdfCanvas canvas, ReportBarChart chart, double floor)
    {
        var top = floor + ChartHeight - 2 * LineHeight;
        canvas.Rectangle(PdfCanvas.Left, floor, canvas.Width, 0.75, Muted);
        canvas.Rectangle(PdfCanvas.Left, top, canvas.Width, 0.5, Rule);
        var highest = PdfWinAnsi.Encode(ReportScale.Highest(chart));
        canvas.Text(highest, canvas.Plain, FooterSize, canvas.Right - canvas.Plain.Width(highest, FooterSize), top + 3, Muted);
    }
}
