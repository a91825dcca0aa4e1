using System.Globalization;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Fonts.Standard14Fonts;
using UglyToad.PdfPig.Graphics.Operations;
using UglyToad.PdfPig.Graphics.Operations.PathConstruction;
using UglyToad.PdfPig.Graphics.Operations.PathPainting;
using UglyToad.PdfPig.Graphics.Operations.TextObjects;
using UglyToad.PdfPig.Graphics.Operations.TextPositioning;
using UglyToad.PdfPig.Graphics.Operations.TextShowing;
using UglyToad.PdfPig.Graphics.Operations.TextState;
using UglyToad.PdfPig.Tokens;
using UglyToad.PdfPig.Writer;
using static PyConDemo.Api.AntiPatterns.LongRequests.Machinery.ReportStyle;

namespace PyConDemo.Api.AntiPatterns.LongRequests.Machinery;

/// <summary>Pages of A4 and a pen that moves down them. Y grows upwards, as in PDF. Not thread-safe.</summary>
internal sealed class PdfCanvas
{
    private readonly PdfDocumentBuilder _builder;
    private readonly Dictionary<(PdfPageBuilder Page, PdfFace Face), NameToken> _fontNames = [];
    private PdfPageBuilder _page;

    public PdfCanvas(PdfDocumentBuilder builder)
    {
        _builder = builder;
        Plain = new(builder, Standard14Font.Helvetica);
        Bold = new(builder, Standard14Font.HelveticaBold);
        _page = builder.AddPage(PageSize.A4);
        Y = Top;
    }

    public PdfFace Plain { get; }

    public PdfFace Bold { get; }

    public static double Left => Margin;

    public double Right => _page.PageSize.Width - Margin;

    public double Width => Right - Left;

    public double Top => _page.PageSize.Height - Margin;

    public static double Bottom => Margin + 2 * LineHeight; // the footer's room

    /// <summary>Where the next thing begins.</summary>
    public double Y { get; set; }

    public int Pages => _builder.Pages.Count;

    public void NewPage()
    {
        _page = _builder.AddPage(PageSize.A4);
        Y = Top;
    }

    /// <summary>Goes back to a page that is already full, to number it.</summary>
    public void Open(int number) => _page = _builder.Pages[number];

    /// <summary>A new page, unless <paramref name="height"/> fits on this one. True if there is a new one.</summary>
    public bool Need(double height)
    {
        if (Y - height >= Bottom)
            return false;
        NewPage();
        return true;
    }

    public void Text(byte[] text, PdfFace face, double size, double x, double y, string colour = Ink)
    {
        Fill(colour);
        Add(BeginText.Value);
        Add(new SetFontAndSize(NameOf(face), size));
        Add(new MoveToNextLineWithOffset(Rounded(x), Rounded(y)));
        Add(new ShowText(text));
        Add(EndText.Value);
    }

    public void Rectangle(double x, double y, double width, double height, string colour)
    {
        Fill(colour);
        Add(new AppendRectangle(Rounded(x), Rounded(y), Rounded(width), Rounded(height)));
        Add(FillPathNonZeroWinding.Value);
    }

    public void Picture(byte[] jpeg, PdfRectangle place) => _page.AddJpeg(jpeg, place);

    // The library tells a font's name on a page only through what it writes there.
    private NameToken NameOf(PdfFace face)
    {
        if (_fontNames.TryGetValue((_page, face), out var name))
            return name;
        _page.AddText("", 1, new PdfPoint(0, 0), face.Font);
        name = _page.CurrentStream.Operations.OfType<SetFontAndSize>().Last().Font;
        return _fontNames[(_page, face)] = name;
    }

    private void Fill(string colour) => _page.SetTextAndFillColor(Part(colour, 1), Part(colour, 3), Part(colour, 5));

    private void Add(IGraphicsStateOperation operation) => _page.CurrentStream.Operations.Add(operation);

    private static byte Part(string colour, int at) => byte.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    // Hundredths of a point are finer than any printer, and half as many bytes.
    private static double Rounded(double value) => Math.Round(value, 2);
}
