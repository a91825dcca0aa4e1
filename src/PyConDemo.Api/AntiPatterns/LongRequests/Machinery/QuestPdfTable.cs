using QuestPDF.Fluent;
using QuestPDF.Infrastructure;
using static PyConDemo.Api.AntiPatterns.LongRequests.Machinery.ReportStyle;

namespace PyConDemo.Api.AntiPatterns.LongRequests.Machinery;

internal static class QuestPdfTable
{
    public static void Compose(IContainer container, ReportTable table) => container.Table(t =>
    {
        t.ColumnsDefinition(columns =>
        {
            foreach (var column in table.Columns)
                columns.RelativeColumn(column.Share);
        });
        t.Header(header =>
        {
            foreach (var column in table.Columns)
                Cell(header.Cell().Background(Accent), column.Title, column.IsNumber, isBold: true, White);
        });
        foreach (var row in table.Rows)
            Row(t, table.Columns, row);
    });

    private static void Row(TableDescriptor table, IReadOnlyList<ReportColumn> columns, ReportRow row)
    {
        if (row.Cells.Count != columns.Count)
            throw new ArgumentException($"A row has {row.Cells.Count} cells, the table {columns.Count} columns.");
        for (var i = 0; i < columns.Count; i++)
        {
            var cell = table.Cell().Background(row.IsTotal ? Tint : White).BorderBottom(0.5f).BorderColor(Rule);
            Cell(cell, row.Cells[i], columns[i].IsNumber, row.IsTotal, Ink);
        }
    }

    private static void Cell(IContainer cell, string text, bool isNumber, bool isBold, string colour)
    {
        var inside = cell.MinHeight(RowHeight).PaddingHorizontal(CellPadding).PaddingVertical(CellPadding - 1).AlignMiddle();
        (isNumber ? inside.AlignRight() : inside).Text(t =>
        {
            var span = t.Span(QuestPdfReportRenderer.Clean(text)).FontColor(colour);
            if (isBold)
                span.Bold();
        });
    }
}
