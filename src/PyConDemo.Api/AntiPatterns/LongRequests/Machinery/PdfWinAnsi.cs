using System.Text;
using UglyToad.PdfPig.Fonts;
using UglyToad.PdfPig.Fonts.Encodings;

namespace PyConDemo.Api.AntiPatterns.LongRequests.Machinery;

/// <summary>Text as bytes of WinAnsi, the widest encoding that a PDF's built-in fonts have.</summary>
internal static class PdfWinAnsi
{
    // Letters of Yoruba, Igbo and Hausa that WinAnsi lacks: a name without its dots is readable, a name of question marks is not.
    private const string Lacking = "ỌọẸẹṢṣỊịỤụṄṅŃńǸǹḾḿƁɓƊɗƘƙƳƴĀāĒēĪīŌōŪū";
    private const string Nearest = "OoEeSsIiUuNnNnNnMmBbDdKkYyAaEeIiOoUu";

    private static readonly Dictionary<int, byte> _codes = Codes();

    public static byte[] Encode(string text)
    {
        var bytes = new List<byte>(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is >= 0x300 and <= 0x36F) // combining marks: their letter stands alone
                continue;
            if (rune.Value == '₦')
                bytes.AddRange("NGN"u8);
            else if (Rune.IsControl(rune) || Rune.IsWhiteSpace(rune))
                bytes.Add((byte)' ');
            else if (_codes.TryGetValue(rune.Value, out var code))
                bytes.Add(code);
            else
                bytes.Add(Lacking.IndexOf(rune.ToString(), StringComparison.Ordinal) is >= 0 and var i ? (byte)Nearest[i] : (byte)'?');
        }
        return [.. bytes];
    }

    private static Dictionary<int, byte> Codes()
    {
        var codes = new Dictionary<int, byte>();
        foreach (var (code, name) in WinAnsiEncoding.Instance.CodeToNameMap)
            if (code is >= 32 and < 256 && GlyphList.AdobeGlyphList.NameToUnicode(name) is [var unicode])
                codes.TryAdd(unicode, (byte)code);
        return codes;
    }
}
