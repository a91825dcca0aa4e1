namespace PyConDemo.Api.AntiPatterns.LongRequests.Support.Reports;

/// <summary>One look for both engines, on A4. Lengths are points (1/72 inch).</summary>
internal static class ReportStyle
{
    public const float Margin = 48;
    public const float TitleSize = 24;
    public const float HeadingSize = 15;
    public const float TextSize = 9;
    public const float LineHeight = 12;
    public const float RowHeight = 20; // airy enough to follow a row with the eye across seven columns
    public const float CellPadding = 5;
    public const float ChartHeight = 90;

    public const string Bar = "#0B6E4F";
    public const string Tint = "#E6F1ED";
    public const string Rule = "#D5DCE1";
}
