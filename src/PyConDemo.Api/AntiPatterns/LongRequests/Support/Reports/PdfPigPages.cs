using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Fonts.Encodings;
using UglyToad.PdfPig.Fonts.Standard14Fonts;
using UglyToad.PdfPig.Graphics.Operations.PathConstruction;
using UglyToad.PdfPig.Graphics.Operations.PathPainting;
using UglyToad.PdfPig.Graphics.Operations.TextShowing;
using UglyToad.PdfPig.Writer;
using static PyConDemo.Api.AntiPatterns.LongRequests.Support.Reports.ReportStyle;

namespace PyConDemo.Api.AntiPatterns.LongRequests.Support.Reports;

/// <summary>Writes a report from top to bottom on pages of A4. Y grows upwards, as in PDF. Not thread-safe.</summary>
internal sealed class PdfPigPages(PdfDocumentBuilder builder)
{
    private const double Width = 595 - 2 * Margin;

    private readonly PdfPigFont _plain = new(builder, Standard14Font.Helvetica);
    private readonly PdfPigFont _bold = new(builder, Standard14Font.HelveticaBold);
    private PdfPageBuilder _page = null!; // the first paragraph adds one
    private double _y;

    public void Write(ReportDocument document)
    {
        Paragraph(document.Title, _bold, TitleSize);
        Paragraph(document.Subtitle, _plain, HeadingSize);
        Paragraph(document.Summary, _plain, TextSize);
        Chart(document.Bars);
        foreach (var table in document.Tables)
            Table(table);
        foreach (var (number, page) in builder.Pages)
        {
            _page = page;
            var footer = $"{document.Title} · {document.Subtitle} · Page {number} of {builder.Pages.Count}";
            Text(PdfPigFont.Encode(footer), _plain, TextSize, Margin + Width, Margin, isRight: true);
        }
    }

    private void Paragraph(string text, PdfPigFont font, double size)
    {
        AddPageUnlessFits(5 * RowHeight); // so that no title is alone at the foot of a page
        foreach (var line in font.Lines(text, size, Width))
            Text(line, font, size, Margin, _y -= size * 1.3);
        _y -= LineHeight;
    }

    private void Chart(IReadOnlyList<float> bars)
    {
        _y -= ChartHeight;
        var step = Width / bars.Count;
        foreach (var (i, height) in bars.Index())
            Rectangle(Margin + i * step, _y, step - 4, ChartHeight * height, Bar);
        _y -= 2 * LineHeight;
    }

    private void Table(ReportTable table)
    {
        Paragraph(table.Title, _bold, HeadingSize);
        foreach (var row in table.Rows.Prepend(table.Header))
            Row(table, row);
        _y -= 2 * LineHeight;
    }

    // A row stays on one page, and every page of a table begins with its header.
    private void Row(ReportTable table, ReportRow row)
    {
        var font = row.IsStrong ? _bold : _plain;
        List<List<byte[]>> cells = [.. table.Columns.Zip(row.Cells, (column, text) =>
            font.Lines(text, TextSize, column.Share * Width - 2 * CellPadding).ToList())];
        var height = RowHeight + (cells.Max(lines => lines.Count) - 1) * LineHeight;
        if (AddPageUnlessFits(height)) Row(table, table.Header);
        if (row.IsStrong) Rectangle(Margin, _y - height, Width, height, Tint);
        double left = Margin + CellPadding;
        foreach (var (column, lines) in table.Columns.Zip(cells))
        {
            var x = column.IsNumber ? left + column.Share * Width - 2 * CellPadding : left;
            foreach (var (i, line) in lines.Index())
                Text(line, font, TextSize, x, _y - 13 - i * LineHeight, column.IsNumber);
            left += column.Share * Width;
        }
        _y -= height;
        Rectangle(Margin, _y, Width, 0.5, Rule);
    }

    private bool AddPageUnlessFits(double height)
    {
        if (_y - height >= Margin + 2 * LineHeight) return false; // the footer needs two lines
        _page = builder.AddPage(PageSize.A4);
        _y = _page.PageSize.Height - Margin;
        return true;
    }

    private void Text(byte[] text, PdfPigFont font, double size, double x, double y, bool isRight = false)
    {
        var left = isRight ? x - font.Width(text, size) : x;
        _page.AddText("", size, new(Math.Round(left, 2), Math.Round(y, 2)), font.Added);
        var operations = _page.CurrentStream.Operations;
        operations.Insert(operations.Count - 1, new ShowText(text)); // AddText can't write accents
    }

    private void Rectangle(double x, double y, double width, double height, string colour)
    {
        var rgb = Convert.FromHexString(colour.AsSpan(1));
        _page.SetTextAndFillColor(rgb[0], rgb[1], rgb[2]);
        _page.CurrentStream.Operations.Add(new AppendRectangle(x, y, width, height));
        _page.CurrentStream.Operations.Add(FillPathNonZeroWinding.Value);
        _page.ResetColor();
    }
}

/// <summary>The codes and widths of a font that every PDF reader has.</summary>
internal sealed class PdfPigFont(PdfDocumentBuilder builder, Standard14Font standard)
{
    // Letters of Yoruba, Igbo and Hausa that the encoding lacks. A name without its dots is readable, one of "?" isn't.
    private const string Lacking = "ỌọẸẹṢṣỊịỤụṄṅƁɓƊɗƘƙƳƴ", Nearest = "OoEeSsIiUuNnBbDdKkYy";

    // Code page 1252 is PDF's WinAnsi. It replaces most letters that it lacks by a similar one, the others by "?".
    private static readonly System.Text.Encoding WinAnsi =
        System.Text.CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    private readonly double[] _widths = [.. Enumerable.Range(0, 256).Select(WinAnsiEncoding.Instance.GetName).Select(
        name => Standard14.GetAdobeFontMetrics(standard).CharacterMetrics.GetValueOrDefault(name)?.Width.X ?? 0)];

    public PdfDocumentBuilder.AddedFont Added { get; } = builder.AddStandard14Font(standard);

    public static byte[] Encode(string text) => WinAnsi.GetBytes(string.Concat(text
        .Where(letter => letter is < '\u0300' or > '\u036F') // leaves out combining marks
        .Select(letter => Lacking.IndexOf(letter) is >= 0 and var at ? Nearest[at] : letter)));

    /// <summary>The width of the text in points.</summary>
    public double Width(IEnumerable<byte> text, double size) => text.Sum(code => _widths[code]) * size / 1000;

    /// <summary>Breaks text between words, and inside a word that is wider than a line.</summary>
    public IEnumerable<byte[]> Lines(string text, double size, double width)
    {
        var rest = Encode(text);
        while (Width(rest, size) > width && rest.Length > 1)
        {
            var fitting = Enumerable.Range(2, rest.Length).First(count => Width(rest.Take(count), size) > width) - 1;
            var space = Array.LastIndexOf(rest, (byte)' ', fitting);
            yield return rest[..(space > 0 ? space : fitting)];
            rest = rest[(space > 0 ? space + 1 : fitting)..];
        }
        yield return rest;
    }
}
