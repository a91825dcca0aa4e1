using UglyToad.PdfPig.Writer;

namespace PyConDemo.Api.AntiPatterns.LongRequests.Support.Reports;

/// <summary>Renders with PdfPig and the fonts that every PDF reader has. It needs no native code.</summary>
public sealed class ReportRenderer : IReportRenderer
{
    public byte[] Render(ReportDocument document)
    {
        using var builder = new PdfDocumentBuilder();
        builder.DocumentInformation = new() { Title = document.Title, Subject = document.Subtitle };
        builder.DocumentInformation.CreationDate = $"D:{document.Date:yyyyMMdd}000000Z";
        new PdfPigPages(builder).Write(document);
        return Correct(builder.Build());
    }

    // The library declares an encoding without accented letters and writes a random identifier, and it has no setting
    // for either. A hash as the identifier makes the same report the same file.
    private static byte[] Correct(byte[] pdf)
    {
        var text = Encoding.Latin1.GetString(pdf);
        text = text[..text.LastIndexOf("/ID [ <", StringComparison.Ordinal)].Replace(
            "/StandardEncoding", "/WinAnsiEncoding ", StringComparison.Ordinal); // same length: the file has offsets
        var id = Convert.ToHexString(SHA256.HashData(Encoding.Latin1.GetBytes(text)))[..32];
        Encoding.Latin1.GetBytes($"{text}/ID [ <{id}><{id}>").CopyTo(pdf, 0);
        return pdf;
    }
}
