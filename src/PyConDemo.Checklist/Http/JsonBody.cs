using System.Text.Json;

namespace PyConDemo.Checklist.Http;

/// <summary>Measures a JSON body, or the beginning of one.</summary>
internal static class JsonBody
{
    private const int None = -2; // no depth, and no depth minus one
    private const int MaxDepth = 3; // [ … ], { "items": [ … ] } and { "data": { "items": [ … ] } }

    /// <summary>The longest run of base64 characters, mostly a file. Escaped `+` and `/` belong to it.</summary>
    public static int LongestBase64Run(ReadOnlySpan<byte> json)
    {
        var longest = 0;
        for (var at = 0; at < json.Length; at++)
        {
            var run = Base64Run(json[at..], out var length);
            longest = Math.Max(longest, run);
            at += length;
        }
        return longest;
    }

    /// <summary>The mean bytes per item of the first array of objects near the root; 0 for fewer than two.</summary>
    public static long MeanItemSize(ReadOnlySpan<byte> json, bool complete)
    {
        var reader = new Utf8JsonReader(json, isFinalBlock: complete, state: default);
        var (list, items, first, end, start) = (None, 0, 0L, 0L, 0L);
        try
        {
            while (reader.Read())
            {
                var (type, depth) = (reader.TokenType, reader.CurrentDepth);
                if (list == None && type == JsonTokenType.StartArray && depth < MaxDepth) list = depth;
                else if (depth == list && type == JsonTokenType.EndArray && items > 0) break;
                else if (depth == list && type == JsonTokenType.EndArray) list = None; // it had no objects; go on
                else if (depth == list + 1 && type == JsonTokenType.EndObject) end = reader.BytesConsumed;
                if (depth == list + 1 && type == JsonTokenType.StartObject)
                {
                    start = reader.TokenStartIndex;
                    if (items++ == 0) first = start;
                }
            }
        }
        catch (JsonException)
        {
            return 0; // the Content-Type was wrong: this is not JSON
        }
        if (items < 2) return 0;
        // The last item may be cut off; then only the complete ones count.
        return end > start ? (end - first) / items : (start - first) / (items - 1);
    }

    // Real data mixes cases and digits; a ruler made of a thousand dashes does not.
    private static int Base64Run(ReadOnlySpan<byte> json, out int length)
    {
        var (run, at, upper, lower, digit) = (0, 0, false, false, false);
        while (at < json.Length)
        {
            var c = (char)json[at];
            var escape = c == '\\' ? EscapeLength(json[at..]) : 0;
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

    private static int EscapeLength(ReadOnlySpan<byte> json)
    {
        if (json.StartsWith("\\/"u8)) return 2;
        var isEscape = json.StartsWith("\\u002B"u8) || json.StartsWith("\\u002b"u8) || json.StartsWith("\\u002F"u8);
        return isEscape ? 6 : 0;
    }
}
