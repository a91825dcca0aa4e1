using System.Text;
using QuestPDF;
using QuestPDF.Fluent;
using QuestPDF.Helpers;
using QuestPDF.Infrastructure;
using static PyConDemo.Api.AntiPatterns.LongRequests.Machinery.ReportStyle;

namespace PyConDemo.Api.AntiPatterns.LongRequests.Machinery;

/// <summary>PDF by QuestPDF, with its bundled font. Only elements that it has had since 2022.12, the licence line apart.</summary>
public sealed class QuestPdfReportRenderer : IReportRenderer
{
    public QuestPdfReportRenderer()
    {
        // The one place that declares the licence. Community is free for individuals, open source and small companies;
        // who doesn't qualify buys one and changes this line, or builds with the other engine.
        Settings.License = LicenseType.Community;
        Settings.CheckIfAllTextGlyphsAreAvailable = false; // on under a debugger, where a customer's odd name would then stop the report
    }

    public byte[] Render(ReportDocument document)
    {
        var date = document.Date.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        return Document
            .Create(file => file.Page(page => Page(page, document)))
            .WithMetadata(new DocumentMetadata
            {
                Title = document.Title,
                Subject = document.Subtitle,
                CreationDate = date,
                ModifiedDate = date,
            })
            .GeneratePdf();
    }

    /// <summary>Control characters as blanks, halves of surrogate pairs as U+FFFD.</summary>
    internal static string Clean(string text) =>
        string.Concat(text.EnumerateRunes().Select(r => Rune.IsControl(r) ? " " : r.ToString()));

    private static void Page(PageDescriptor page, ReportDocument document)
    {
        page.Size(PageSizes.A4);
        page.Margin(Margin);
        page.DefaultTextStyle(style => style.FontSize(TextSize).FontColor(Ink));
        page.Content().Column(column =>
        {
            Line(column, document.Title, TitleSize, Accent, isBold: true);
            Line(column, document.Subtitle, HeadingSize, Muted, isBold: false);
            foreach (var block in document.Blocks)
                Block(column, block);
        });
        page.Footer().PaddingTop(LineHeight).Row(row =>
        {
            row.RelativeItem().Text(t => t.Span(Clean($"{document.Title} · {document.Subtitle}")).FontSize(FooterSize).FontColor(Muted));
            row.RelativeItem().AlignRight().Text(t =>
            {
                t.DefaultTextStyle(style => style.FontSize(FooterSize).FontColor(Muted));
                t.Span("Page ");
                t.CurrentPageNumber();
                t.Span(" of ");
                t.TotalPages();
            });
        });
    }

    private static void Block(ColumnDescriptor column, ReportBlock block)
    {
        switch (block)
        {
            case ReportHeading heading:
                if (heading.NewPage)
                    column.Item().PageBreak();
                Line(column, heading.Text, HeadingSize, Ink, isBold: true);
                break;
            case ReportParagraph paragraph: Line(column, paragraph.Text, TextSize + 1, Ink, isBold: false); break;
            case ReportTable table: QuestPdfTable.Compose(column.Item().PaddingTop(LineHeight), table); break;
            case ReportBarChart chart: QuestPdfChart.Compose(column.Item().PaddingTop(LineHeight), chart); break;
            case ReportPicture picture: column.Item().PaddingVertical(LineHeight).Image(Jpeg(picture)); break;
            default: throw new ArgumentException($"No way to draw a {block.GetType().Name}.");
        }
    }

    private static void Line(ColumnDescriptor column, string text, float size, string colour, bool isBold) =>
        column.Item().PaddingBottom(size / 3).Text(t =>
        {
            var span = t.Span(Clean(text)).FontSize(size).FontColor(colour);
            if (isBold)
                span.Bold();
        });

    // The same refusal by both engines: this one would also take a PNG.
    private static byte[] Jpeg(ReportPicture picture)
    {
        _ = JpegSize.Read(picture.Jpeg);
        return picture.Jpeg;
    }
}
