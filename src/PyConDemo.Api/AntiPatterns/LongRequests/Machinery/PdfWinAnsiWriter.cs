using UglyToad.PdfPig.Tokens;
using UglyToad.PdfPig.Writer;

namespace PyConDemo.Api.AntiPatterns.LongRequests.Machinery;

/// <summary>Declares the built-in fonts as WinAnsi: the library always says StandardEncoding, which has no accented letter.</summary>
internal sealed class PdfWinAnsiWriter : TokenWriter
{
    protected override void WriteName(NameToken name, Stream outputStream) =>
        base.WriteName(name.Equals(NameToken.StandardEncoding) ? NameToken.WinAnsiEncoding : name, outputStream);
}
