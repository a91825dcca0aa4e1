using UglyToad.PdfPig.Fonts.Encodings;
using UglyToad.PdfPig.Fonts.Standard14Fonts;
using UglyToad.PdfPig.Writer;

namespace PyConDemo.Api.AntiPatterns.LongRequests.Machinery;

/// <summary>A built-in font of one document, and the widths of its letters.</summary>
internal sealed class PdfFace(PdfDocumentBuilder builder, Standard14Font font)
{
    private readonly double[] _widths = Widths(font);

    public PdfDocumentBuilder.AddedFont Font { get; } = builder.AddStandard14Font(font);

    /// <summary>In points.</summary>
    public double Width(ReadOnlySpan<byte> text, double size)
    {
        var thousandths = 0.0;
        foreach (var code in text)
            thousandths += _widths[code];
        return thousandths * size / 1000;
    }

    private static double[] Widths(Standard14Font font)
    {
        var metrics = Standard14.GetAdobeFontMetrics(font).CharacterMetrics;
        var widths = new double[256];
        foreach (var (code, name) in WinAnsiEncoding.Instance.CodeToNameMap)
            if (code is >= 0 and < 256 && metrics.TryGetValue(name, out var metric))
                widths[code] = metric.Width.X;
        return widths;
    }
}
