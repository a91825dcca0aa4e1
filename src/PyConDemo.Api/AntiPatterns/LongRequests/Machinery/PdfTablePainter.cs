using static PyConDemo.Api.AntiPatterns.LongRequests.Machinery.ReportStyle;

namespace PyConDemo.Api.AntiPatterns.LongRequests.Machinery;

/// <summary>Draws a table row by row; a row is never divided, and every page begins with the header.</summary>
internal sealed class PdfTablePainter(PdfCanvas canvas, ReportTable table)
{
    private readonly double[] _widths = [.. table.Columns.Select(c => canvas.Width * c.Share / table.Columns.Sum(all => all.Share))];

    public void Paint()
    {
        canvas.Need(RowHeight * 2); // no header alone at the foot of a page
        Header();
        foreach (var row in table.Rows)
            Row(row);
    }

    private void Header()
    {
        canvas.Rectangle(PdfCanvas.Left, canvas.Y - RowHeight, canvas.Width, RowHeight, Accent);
        Cells([.. table.Columns.Select((c, i) => Lines(c.Title, canvas.Bold, i))], canvas.Bold, White);
        canvas.Y -= RowHeight;
    }

    private void Row(ReportRow row)
    {
        if (row.Cells.Count != table.Columns.Count)
            throw new ArgumentException($"A row has {row.Cells.Count} cells, the table {table.Columns.Count} columns.");
        var face = row.IsTotal ? canvas.Bold : canvas.Plain;
        List<byte[]>[] cells = [.. row.Cells.Select((text, i) => Lines(text, face, i))];
        var height = RowHeight + (cells.Max(c => c.Count) - 1) * LineHeight;
        if (canvas.Need(height))
            Header();
        if (row.IsTotal)
            canvas.Rectangle(PdfCanvas.Left, canvas.Y - height, canvas.Width, height, Tint);
        Cells(cells, face, Ink);
        canvas.Y -= height;
        canvas.Rectangle(PdfCanvas.Left, canvas.Y, canvas.Width, 0.5, Rule);
    }

    private void Cells(List<byte[]>[] cells, PdfFace face, string colour)
    {
        var left = PdfCanvas.Left;
        for (var i = 0; i < cells.Length; i++)
        {
            var y = canvas.Y - RowHeight / 2 - TextSize / 3; // the capitals stand in the middle of the row
            foreach (var line in cells[i])
            {
                var x = table.Columns[i].IsNumber ? left + _widths[i] - CellPadding - face.Width(line, TextSize) : left + CellPadding;
                canvas.Text(line, face, TextSize, x, y, colour);
                y -= LineHeight;
            }
            left += _widths[i];
        }
    }

    private List<byte[]> Lines(string text, PdfFace face, int column) =>
        PdfLines.Break(PdfWinAnsi.Encode(text), face, TextSize, _widths[column] - 2 * CellPadding);
}
