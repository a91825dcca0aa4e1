using System.Text;

namespace PyConDemo.Checklist.Http;

/// <summary>Recognises a file by its first bytes.</summary>
/// <remarks>The signatures are those of https://en.wikipedia.org/wiki/List_of_file_signatures. Those of two bytes are
/// compared with the bytes behind them too, because a random token begins with two given bytes once in 65,536
/// times.</remarks>
internal static class FileKind
{
    /// <summary>With so many first bytes every kind is recognised.</summary>
    public const int NeededBytes = 384;

    private static readonly (int At, byte[] Bytes, string Kind)[] Signatures =
    [
        (0, [0x89, .. "PNG"u8], "PNG"),
        (0, [0xFF, 0xD8, 0xFF], "JPEG"),
        (0, [.. "GIF8"u8], "GIF"),
        (8, [.. "WEBP"u8], "WebP"),
        (8, [.. "WAVE"u8], "WAV"),
        (8, [.. "AVI "u8], "AVI"),
        (4, [.. "ftyp"u8], "MP4, HEIC or AVIF"),
        (0, [.. "II*\0"u8], "TIFF"),
        (0, [.. "MM\0*"u8], "TIFF"),
        (0, [0, 0, 0, 12, .. "jP  "u8], "JPEG 2000"),
        (0, [.. "8BPS"u8], "PSD"),
        (0, [.. "%PDF"u8], "PDF"),
        (0, [.. "%!PS"u8], "PostScript"),
        (0, [.. "{\\rtf"u8], "RTF"),
        (0, [.. "PK\x03\x04"u8], "ZIP or Office document"),
        (0, [.. "PK\x05\x06"u8], "ZIP"),
        (0, [0xD0, 0xCF, 0x11, 0xE0], "Office document"),
        (0, [0x1F, 0x8B, 8], "gzip"),
        (0, [.. "BZh"u8], "bzip2"),
        (0, [0xFD, .. "7zXZ"u8], "xz"),
        (0, [0x28, 0xB5, 0x2F, 0xFD], "zstd"),
        (0, [.. "7z"u8, 0xBC, 0xAF], "7z"),
        (0, [.. "Rar!\x1A"u8], "RAR"),
        (257, [.. "ustar"u8], "tar"),
        (0, [.. "ID3"u8], "MP3"),
        (0, [.. "OggS"u8], "Ogg"),
        (0, [.. "fLaC"u8], "FLAC"),
        (0, [.. "MThd"u8], "MIDI"),
        (0, [0x1A, 0x45, 0xDF, 0xA3], "Matroska or WebM"),
        (0, [.. "\0asm"u8], "WebAssembly"),
        (0, [0x7F, .. "ELF"u8], "ELF"),
        (0, [.. "MZ"u8, 0x90, 0], "Windows program"),
        (0, [0xCA, 0xFE, 0xBA, 0xBE], "Java class"),
        (0, [.. "wOFF"u8], "WOFF"),
        (0, [.. "wOF2"u8], "WOFF2"),
        (0, [.. "OTTO"u8], "OpenType font"),
        (0, [.. "ttcf"u8], "TrueType font"),
        (0, [0, 1, 0, 0, 0], "TrueType font"),
        (0, [.. "SQLite format 3"u8], "SQLite"),
        (0, [.. "PAR1"u8], "Parquet"),
    ];

    /// <summary>The kind, such as `PNG`; null if it is unknown, or a token that somebody signed or encrypted.</summary>
    public static string? Of(ReadOnlySpan<byte> start)
    {
        foreach (var (at, bytes, kind) in Signatures)
            if (start.Length > at && start[at..].StartsWith(bytes)) return kind;
        return start switch
        {
            [(byte)'B', (byte)'M', _, _, _, _, 0, 0, 0, 0, ..] => "BMP",
            [0, 0, 1 or 2, 0, > 0 and < 64, 0, _, _, _, 0, ..] => "ICO",
            [0xFF, 0xFB or 0xF3 or 0xF2, > 0x0F and < 0xF0, ..] when (start[2] & 0x0C) != 0x0C => "MP3",
            _ => OfMarkup(start),
        };
    }

    private static string? OfMarkup(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith("\uFEFF"u8)) start = start[3..];
        start = start.TrimStart(" \t\r\n"u8);
        if (start is not [(byte)'<', (byte)'?' or (byte)'!' or (>= (byte)'A' and <= (byte)'z'), ..]) return null;
        var text = Encoding.Latin1.GetString(start);
        if (text.Any(c => c < ' ' && !char.IsWhiteSpace(c)) || IsToken(text)) return null;
        return Contains(text, "<svg") ? "SVG" : Contains(text, "<html") ? "HTML" : "XML";
    }

    // SAML, WS-Federation and signed or encrypted XML: somebody must get the whole of it in the answer.
    private static bool IsToken(string xml)
        => Contains(xml, "saml") || Contains(xml, "SecurityToken") || Contains(xml, "xmldsig")
            || Contains(xml, "xmlenc");

    private static bool Contains(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);
}
