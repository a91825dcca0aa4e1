using Microsoft.Extensions.Primitives;

namespace PyConDemo.Checklist.Http;

/// <summary>Tells from a Content-Type what a body is.</summary>
internal static class BodyType
{
    /// <summary>True for a body of many messages, which has no end of its own.</summary>
    public static bool IsStream(StringValues type)
        => Starts(type, "text/event-stream") || Starts(type, "application/grpc")
            || Starts(type, "multipart/x-mixed-replace");

    /// <summary>True for JSON of every kind, such as `application/problem+json` and JSON lines.</summary>
    public static bool IsJson(StringValues type) => Has(type, "json");

    /// <summary>True for several JSON values, one after another, as exports have them.</summary>
    public static bool IsJsonLines(StringValues type)
        => Has(type, "ndjson") || Has(type, "jsonl") || Has(type, "json-seq") || Has(type, "stream+json");

    /// <summary>True for data in a binary format, which can contain lists and files as JSON does.</summary>
    public static bool IsBinaryData(StringValues type)
        => Has(type, "msgpack") || Has(type, "cbor") || Has(type, "protobuf") || Has(type, "bson") || Has(type, "avro");

    /// <summary>True for text that compression makes smaller.</summary>
    public static bool IsText(StringValues type)
        => !IsStream(type)
            && (Starts(type, "text/") || IsJson(type) || IsXml(type) || Has(type, "javascript"));

    /// <summary>True if the body may be JSON although its type does not say so: a handler returned a string.</summary>
    public static bool MayBeJson(StringValues type) => StringValues.IsNullOrEmpty(type) || Starts(type, "text/plain");

    /// <summary>True for UTF-16 and UTF-32. The rules read UTF-8.</summary>
    public static bool IsWide(StringValues type) => type.ToString() is var text
        && (text.Contains("utf-16", StringComparison.OrdinalIgnoreCase)
            || text.Contains("utf-32", StringComparison.OrdinalIgnoreCase));

    // Office documents have "xml" in their types too, such as "officedocument.spreadsheetml", but they are ZIP files.
    private static bool IsXml(StringValues type)
        => Starts(type, "application/xml") || NameOf(type).EndsWith("+xml", StringComparison.OrdinalIgnoreCase);

    private static bool Starts(StringValues type, string start)
        => NameOf(type).StartsWith(start, StringComparison.OrdinalIgnoreCase);

    private static bool Has(StringValues type, string part)
        => NameOf(type).Contains(part, StringComparison.OrdinalIgnoreCase);

    // A type's parameters can contain any word, so they don't count.
    private static ReadOnlySpan<char> NameOf(StringValues type)
    {
        var text = type.ToString().AsSpan();
        return text.IndexOf(';') is >= 0 and var end ? text[..end].Trim() : text.Trim();
    }
}
