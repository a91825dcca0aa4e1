using System.Globalization;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Writer;
using static PyConDemo.Api.AntiPatterns.LongRequests.Machinery.ReportStyle;

namespace PyConDemo.Api.AntiPatterns.LongRequests.Machinery;

/// <summary>PDF by PdfPig and the fonts that every PDF reader has: no native code, restores from any feed.</summary>
public sealed class PdfPigReportRenderer : IReportRenderer
{
    public byte[] Render(ReportDocument document)
    {
        using var file = new MemoryStream();
        using var builder = new PdfDocumentBuilder(file, disposeStream: false, tokenWriter: new PdfWinAnsiWriter());
        var date = document.Date.ToString("'D:'yyyyMMdd'000000Z'", CultureInfo.InvariantCulture);
        builder.DocumentInformation = new() { Title = document.Title, Subject = document.Subtitle, CreationDate = date, ModifiedDate = date };
        var canvas = new PdfCanvas(builder);
        Head(canvas, document);
        foreach (var block in document.Blocks)
            Block(canvas, block);
        Number(canvas, document);
        return PdfFileId.Stabilise(builder.Build());
    }

    private static void Head(PdfCanvas canvas, ReportDocument document)
    {
        Lines(canvas, document.Title, canvas.Bold, TitleSize, Accent);
        Lines(canvas, document.Subtitle, canvas.Plain, HeadingSize, Muted);
    }

    private static void Block(PdfCanvas canvas, ReportBlock block)
    {
        canvas.Y -= LineHeight;
        switch (block)
        {
            case ReportHeading heading:
                if (heading.NewPage)
                    canvas.NewPage();
                canvas.Need(HeadingSize * 4);
                Lines(canvas, heading.Text, canvas.Bold, HeadingSize, Ink);
                break;
            case ReportParagraph paragraph: Lines(canvas, paragraph.Text, canvas.Plain, TextSize + 1, Ink); break;
            case ReportTable table: new PdfTablePainter(canvas, table).Paint(); break;
            case ReportBarChart chart: PdfChartPainter.Paint(canvas, chart); break;
            case ReportPicture picture: Picture(canvas, picture); break;
            default: throw new ArgumentException($"No way to draw a {block.GetType().Name}.");
        }
    }

    private static void Lines(PdfCanvas canvas, string text, PdfFace face, double size, string colour)
    {
        foreach (var line in PdfLines.Break(PdfWinAnsi.Encode(text), face, size, canvas.Width))
        {
            canvas.Need(size * 1.35);
            canvas.Text(line, face, size, PdfCanvas.Left, canvas.Y - size, colour);
            canvas.Y -= size * 1.35;
        }
    }

    private static void Picture(PdfCanvas canvas, ReportPicture picture)
    {
        var (width, height) = JpegSize.Read(picture.Jpeg);
        var drawn = Math.Min(canvas.Width * height / width, canvas.Top - PdfCanvas.Bottom);
        canvas.Need(drawn);
        canvas.Picture(picture.Jpeg, new PdfRectangle(PdfCanvas.Left, canvas.Y - drawn, PdfCanvas.Left + drawn * width / height, canvas.Y));
        canvas.Y -= drawn;
    }

    private static void Number(PdfCanvas canvas, ReportDocument document)
    {
        for (var page = 1; page <= canvas.Pages; page++)
        {
            canvas.Open(page);
            var number = PdfWinAnsi.Encode(string.Create(CultureInfo.InvariantCulture, $"Page {page} of {canvas.Pages}"));
            canvas.Text(PdfWinAnsi.Encode($"{document.Title} · {document.Subtitle}"), canvas.Plain, FooterSize, PdfCanvas.Left, Margin, Muted);
            canvas.Text(number, canvas.Plain, FooterSize, canvas.Right - canvas.Plain.Width(number, FooterSize), Margin, Muted);
        }
    }
}
