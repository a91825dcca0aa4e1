namespace PyConDemo.Api.AntiPatterns.LongRequests.Support.Reports;

/// <summary>The look of the report in both engines. Lengths are in points (1/72 inch).</summary>
internal static class ReportStyle
{
    public const float Margin = 48;
    public const float TitleSize = 24;
    public const float HeadingSize = 15;
    public const float TextSize = 9;
    public const float LineHeight = 12;
    public const float RowHeight = 20; // high enough to follow a row across seven columns
    public const float CellPadding = 5;
    public const float ChartHeight = 90;

    public const string Bar = "#0B6E4F";
    public const string Tint = "#E6F1ED";
    public const string Rule = "#D5DCE1";
}
