namespace PyConDemo.Api.AntiPatterns.LongRequests.Machinery;

/// <summary>One look for both engines. Lengths are points (1/72 inch), colours are RGB.</summary>
public static class ReportStyle
{
    public const float Margin = 48;
    public const float TextSize = 9;
    public const float HeadingSize = 15;
    public const float TitleSize = 26;
    public const float FooterSize = 8;

    /// <summary>Airy enough to follow a row with the eye across seven columns; a line more in a cell adds its height.</summary>
    public const float RowHeight = 20;
    public const float LineHeight = 11;
    public const float CellPadding = 5;
    public const float ChartHeight = 300;

    public const string Ink = "#1F2933";
    public const string Muted = "#616E7C";
    public const string Accent = "#0B6E4F";
    public const string Tint = "#E6F1ED";
    public const string Rule = "#D5DCE1";
    public const string White = "#FFFFFF";
}
