using UglyToad.PdfPig.Fonts.Encodings;
using UglyToad.PdfPig.Fonts.Standard14Fonts;
using UglyToad.PdfPig.Writer;

namespace PyConDemo.Api.AntiPatterns.LongRequests.Support.Reports;

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
