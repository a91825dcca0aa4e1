using System.Globalization;

namespace PyConDemo.Api.AntiPatterns.LongRequests.Machinery;

internal static class ReportScale
{
    /// <summary>What a chart writes at its top line.</summary>
    public static string Highest(ReportBarChart chart) =>
        chart.Bars.Select(b => b.Value).DefaultIfEmpty().Max().ToString("N0", CultureInfo.InvariantCulture);
}
