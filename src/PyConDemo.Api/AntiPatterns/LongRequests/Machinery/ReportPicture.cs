namespace PyConDemo.Api.AntiPatterns.LongRequests.Machinery;

/// <summary>A JPEG over the full width of the text, its proportions kept.</summary>
/// <param name="Jpeg">A whole JPEG file.</param>
public sealed record ReportPicture(byte[] Jpeg) : ReportBlock;
