using Microsoft.Extensions.Primitives;

namespace PyConDemo.Checklist.Http;

/// <summary>What a Content-Type tells about a body. Immutable.</summary>
internal sealed class BodyType
{
    // Every request asks, and a search for words takes longer than a look-up. Programs use few types.
    private const int MaxCached = 100;
    private static readonly ConcurrentDictionary<string, BodyType> Cache = new();

    private readonly string _name; // without the parameters, which can contain any word

    private BodyType(string type)
    {
        _name = type.Split(';')[0].Trim();
        var isMultipart = Starts("multipart/x-mixed-replace");
        IsEventStream = Starts("text/event-stream");
        IsStream = IsEventStream || isMultipart || Starts("application/grpc");
        IsJson = Has("json");
        IsJsonLines = Has("ndjson") || Has("jsonl") || Has("json-seq") || Has("stream+json");
        SendsMessages = isMultipart || IsJsonLines;
        IsBinaryData = Has("msgpack") || Has("cbor") || Has("protobuf") || Has("bson") || Has("avro");
        // Office documents have "xml" in their types too, such as "officedocument.spreadsheetml", but they are ZIP
        // files.
        var isXml = Starts("application/xml") || _name.EndsWith("+xml", StringComparison.OrdinalIgnoreCase);
        IsText = !IsStream && (Starts("text/") || IsJson || isXml || Has("javascript"));
        MayBeJson = _name.Length == 0 || Starts("text/plain");
        IsWide = type.Contains("utf-16", StringComparison.OrdinalIgnoreCase)
            || type.Contains("utf-32", StringComparison.OrdinalIgnoreCase);
    }

    public bool IsEventStream { get; }

    /// <summary>True for a body of many messages, which has no end of its own.</summary>
    public bool IsStream { get; }

    /// <summary>True for parts or lines that a client can use one by one.</summary>
    public bool SendsMessages { get; }

    /// <summary>True for JSON of every kind, such as `application/problem+json` and JSON lines.</summary>
    public bool IsJson { get; }

    /// <summary>True for several JSON values, one after another, as exports have them.</summary>
    public bool IsJsonLines { get; }

    /// <summary>True for data in a binary format, which can contain lists and files as JSON does.</summary>
    public bool IsBinaryData { get; }

    /// <summary>True for text that compression makes smaller.</summary>
    public bool IsText { get; }

    /// <summary>True if the body may be JSON although its type does not say so: a handler returned a string.</summary>
    public bool MayBeJson { get; }

    /// <summary>True for UTF-16 and UTF-32. The rules read UTF-8.</summary>
    public bool IsWide { get; }

    public static BodyType Of(StringValues header)
    {
        var type = header.ToString();
        if (Cache.TryGetValue(type, out var known)) return known;
        var created = new BodyType(type);
        return Cache.Count < MaxCached ? Cache.GetOrAdd(type, created) : created;
    }

    private bool Starts(string start) => _name.StartsWith(start, StringComparison.OrdinalIgnoreCase);

    private bool Has(string part) => _name.Contains(part, StringComparison.OrdinalIgnoreCase);
}
