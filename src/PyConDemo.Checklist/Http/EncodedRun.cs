using System.Buffers;
using System.Buffers.Text;

namespace PyConDemo.Checklist.Http;

/// <summary>A run of base64 or hex characters within a JSON string.</summary>
/// <param name="Length">The bytes that it takes in the JSON, with its escapes.</param>
/// <param name="Characters">Its characters, without line breaks. An escaped `+` or `/` is one.</param>
/// <param name="Kind">The kind of file that it decodes to; null if that is unknown.</param>
/// <param name="IsEncoded">False for a line of dashes, a path and other text that has the same characters.</param>
internal readonly record struct EncodedRun(int Length, int Characters, string? Kind, bool IsEncoded)
{
    public static readonly SearchValues<byte> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_="u8);

    private const int MinLine = 60; // MIME breaks base64 into lines of 76 characters, PEM of 64
    private static readonly SearchValues<byte> Hex = SearchValues.Create("0123456789abcdefABCDEF"u8);

    /// <summary>Reads the run at the beginning of a string's raw bytes.</summary>
    public static EncodedRun Read(ReadOnlySpan<byte> text)
    {
        Span<byte> start = stackalloc byte[FileKind.NeededBytes / 3 * 4];
        var (at, characters, kept, line) = (0, 0, 0, 0);
        while (at < text.Length)
        {
            var plain = text[at..].IndexOfAnyExcept(Alphabet);
            if (plain < 0) plain = text.Length - at;
            var keep = Math.Min(plain, start.Length - kept);
            text.Slice(at, keep).CopyTo(start[kept..]);
            (at, characters, kept, line) = (at + plain, characters + plain, kept + keep, line + plain);

            var (length, character) = Escape(text[at..]);
            if (length == 0 || (character == '\n' && line < MinLine)) break;
            at += length;
            if (character == '\n')
            {
                line = 0;
                continue;
            }
            (characters, line) = (characters + 1, line + 1);
            if (kept < start.Length) start[kept++] = (byte)character;
        }
        start = start[..kept];
        Span<byte> decoded = stackalloc byte[FileKind.NeededBytes];
        var isEncoded = IsMixed(start);
        return new(at, characters, FileKind.Of(decoded[..Decode(start, decoded)]), isEncoded);
    }

    // PostgreSQL writes bytea as \x and hex digits.
    private static int Decode(Span<byte> start, Span<byte> decoded)
    {
        int written;
        var hex = start is [(byte)'0', (byte)'x', ..] ? start[2..] : start is [(byte)'x', ..] ? start[1..] : start;
        if (!hex.ContainsAnyExcept(Hex))
        {
            Convert.FromHexString(hex[..(hex.Length & ~1)], decoded, out _, out written);
            return written;
        }
        start.Replace((byte)'-', (byte)'+');
        start.Replace((byte)'_', (byte)'/');
        Base64.DecodeFromUtf8(start, decoded, out _, out written, isFinalBlock: false);
        return written;
    }

    // These escapes belong to a run: a serializer may escape `+` and `/`, and MIME breaks lines.
    private static (int Length, char Character) Escape(ReadOnlySpan<byte> text)
    {
        if (text is not [(byte)'\\', ..]) return default;
        if (text.StartsWith("\\/"u8)) return (2, '/');
        if (text.StartsWith("\\n"u8)) return (2, '\n');
        if (text.StartsWith("\\r\\n"u8)) return (4, '\n');
        if (text.StartsWith("\\u002B"u8) || text.StartsWith("\\u002b"u8)) return (6, '+');
        if (text.StartsWith("\\u002F"u8) || text.StartsWith("\\u002f"u8)) return (6, '/');
        if (text.StartsWith("\\u003D"u8) || text.StartsWith("\\u003d"u8)) return (6, '=');
        return default;
    }

    private static bool IsMixed(ReadOnlySpan<byte> start)
    {
        var digit = start.ContainsAnyInRange((byte)'0', (byte)'9');
        if (!start.ContainsAnyExcept(Hex)) return digit && start.ContainsAnyExceptInRange((byte)'0', (byte)'9');
        return digit && start.ContainsAnyInRange((byte)'A', (byte)'Z')
            && start.ContainsAnyInRange((byte)'a', (byte)'z');
    }
}
