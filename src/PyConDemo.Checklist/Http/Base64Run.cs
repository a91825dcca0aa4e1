namespace PyConDemo.Checklist.Http;

/// <summary>Finds files that travel inside JSON.</summary>
internal static class Base64Run
{
    /// <summary>The longest run of base64 characters, in characters. Escaped `+` and `/` (\u002B, \/) belong to it.</summary>
    public static int Longest(ReadOnlySpan<byte> json)
    {
        var longest = 0;
        for (var at = 0; at < json.Length; at++)
        {
            var run = Run(json[at..], out var length);
            longest = Math.Max(longest, run);
            at += length;
        }
        return longest;
    }

    // Real data mixes cases and digits; a rule drawn with a thousand dashes or x does not.
    private static int Run(ReadOnlySpan<byte> json, out int length)
    {
        var (run, at, upper, lower, digit) = (0, 0, false, false, false);
        while (at < json.Length)
        {
            var c = (char)json[at];
            var escape = c == '\\' ? Escape(json[at..]) : 0;
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('+' or '/' or '-' or '_' or '=') && escape == 0) break;
            upper |= char.IsAsciiLetterUpper(c);
            lower |= char.IsAsciiLetterLower(c);
            digit |= char.IsAsciiDigit(c);
            run++;
            at += Math.Max(1, escape);
        }
        length = at;
        return upper && lower && digit ? run : 0;
    }

    private static int Escape(ReadOnlySpan<byte> json)
        => json.StartsWith("\\/"u8) ? 2 : json.StartsWith("\\u002B"u8) || json.StartsWith("\\u002b"u8) || json.StartsWith("\\u002F"u8) ? 6 : 0;
}
