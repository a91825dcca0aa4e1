using QuestPDF;
using QuestPDF.Fluent;
using QuestPDF.Helpers;
using QuestPDF.Infrastructure;
using static PyConDemo.Api.AntiPatterns.LongRequests.Support.Reports.ReportStyle;

namespace PyConDemo.Api.AntiPatterns.LongRequests.Support.Reports;

/// <summary>Renders with QuestPDF 2022.12 to 2026.7 and its own font. For 2022.12, build with
/// -p:DefineConstants=QUESTPDF_2022.</summary>
public sealed class ReportRenderer : IReportRenderer
{
    public ReportRenderer()
    {
#if !QUESTPDF_2022 // it has the MIT licence and no such setting
        // Only this line declares the licence. Community is free for individuals, open source and small companies.
        // Larger companies need their own licence and change this line, or build with the other engine.
        Settings.License = LicenseType.Community;
#endif
#pragma warning disable CS0618 // until 2023.10 a document of more than 250 pages counted as endless
        Settings.DocumentLayoutExceptionThreshold = 10_000;
#pragma warning restore CS0618
        Settings.CheckIfAllTextGlyphsAreAvailable = false; // under a debugger, an unusual letter would stop the report
    }

    public byte[] Render(ReportDocument document)
    {
        var date = document.Date.ToDateTime(default, DateTimeKind.Utc);
        return Document.Create(file => file.Page(page => Page(page, document))).WithMetadata(new()
        {
            Title = document.Title, Subject = document.Subtitle, CreationDate = date, ModifiedDate = date,
        }).GeneratePdf();
    }

    private static void Page(PageDescriptor page, ReportDocument document)
    {
        page.Size(PageSizes.A4);
        page.Margin(Margin);
        page.DefaultTextStyle(style => style.FontSize(TextSize));
        page.Content().Column(column =>
        {
            column.Spacing(LineHeight);
            column.Item().Text(document.Title).FontSize(TitleSize).Bold();
            column.Item().Text(document.Subtitle).FontSize(HeadingSize);
            column.Item().Text(document.Summary);
            column.Item().Height(ChartHeight).Row(chart =>
            {
                foreach (var height in document.Bars)
                    chart.RelativeItem().AlignBottom().PaddingRight(4).Height(ChartHeight * height).Background(Bar);
            });
            foreach (var table in document.Tables)
                Table(column, table);
        });
        page.Footer().PaddingTop(LineHeight).AlignRight().Text(text =>
        {
            text.Span($"{document.Title} · {document.Subtitle} · Page ");
            text.CurrentPageNumber();
            text.Span(" of ");
            text.TotalPages();
        });
    }

    private static void Table(ColumnDescriptor column, ReportTable table)
    {
        column.Item().EnsureSpace(5 * RowHeight).PaddingTop(LineHeight).Text(table.Title).FontSize(HeadingSize).Bold();
        column.Item().Table(grid =>
        {
            grid.ColumnsDefinition(columns => table.Columns.ToList().ForEach(one => columns.RelativeColumn(one.Share)));
            grid.Header(header => Row(header.Cell, table, table.Header));
            foreach (var row in table.Rows)
                Row(grid.Cell, table, row);
        });
    }

    private static void Row(Func<IContainer> nextCell, ReportTable table, ReportRow row)
    {
        foreach (var (column, text) in table.Columns.Zip(row.Cells))
        {
            var cell = row.IsStrong ? nextCell().Background(Tint).DefaultTextStyle(style => style.Bold()) : nextCell();
            cell = cell.BorderBottom(0.5f).BorderColor(Rule).MinHeight(RowHeight)
                .PaddingHorizontal(CellPadding).PaddingVertical(3).AlignMiddle();
            (column.IsNumber ? cell.AlignRight() : cell).Text(text);
        }
    }
}
