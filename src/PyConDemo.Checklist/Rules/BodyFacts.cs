namespace PyConDemo.Checklist.Rules;

/// <summary>What is known about a body that was sent.</summary>
/// <param name="Bytes">The size as sent.</param>
/// <param name="BytesBeforeCompression">The size before compression; null if the whole body was not unpacked.</param>
internal sealed record BodyFacts(long Bytes, long? BytesBeforeCompression)
{
    /// <summary>True for a body of many messages, such as server-sent events. Nobody looks at the messages.</summary>
    public bool IsStream { get; init; }

    /// <summary>True without a Content-Encoding, for JSON, HTML, CSV and the like.</summary>
    public bool IsUncompressedText { get; init; }

    /// <summary>The size of one JSON document before compression, or at least so much; 0 for others.</summary>
    public long DocumentBytes { get; init; }

    /// <summary>What the JSON contains, as far as it was inspected; empty for other bodies and for downloads.</summary>
    public JsonFacts Json { get; init; } = new();

    /// <summary>Why the JSON could not be judged, as a sentence; null if it was.</summary>
    public string? Unseen { get; init; }
}

/// <summary>What was found in JSON.</summary>
internal sealed record JsonFacts
{
    /// <summary>The mean bytes per item of the list with the largest items; 0 without a list of two items.</summary>
    public long BytesPerItem { get; init; }

    /// <summary>True if that list is a dictionary, which JSON writes as an object.</summary>
    public bool IsDictionary { get; init; }

    /// <summary>The mean bytes per value of the object with the largest values, if these are ten objects or more with
    /// different fields; else 0.</summary>
    public long DoubtfulBytesPerItem { get; init; }

    /// <summary>The number of files in the JSON, as base64, hex, data URLs or arrays of bytes.</summary>
    public int Files { get; init; }

    /// <summary>The characters that all files take in the JSON.</summary>
    public long FileCharacters { get; init; }

    /// <summary>The kind of the largest file, such as `PNG`.</summary>
    public string FileKind { get; init; } = "";

    /// <summary>The longest base64 or hex text that contains no known kind of file, in characters.</summary>
    public int UnknownCharacters { get; init; }

    /// <summary>What the whole JSON contains; null if not all of it was inspected.</summary>
    public JsonContents? Contents { get; init; }

    /// <summary>Why the facts are not the whole truth; null if they are.</summary>
    public JsonGap? Gap { get; init; }
}

/// <summary>How much some JSON contains.</summary>
/// <param name="Items">Objects, and values that are directly in a list.</param>
/// <param name="Values">Texts, numbers and the like. A long text counts as many.</param>
/// <param name="JoinedRows">The rows that one statement returns if it joins all lists of the JSON.</param>
internal sealed record JsonContents(long Items, long Values, double JoinedRows);

/// <summary>Why a part of some JSON was not judged.</summary>
internal enum JsonGap
{
    /// <summary>It is not JSON, or it ends too early.</summary>
    Invalid,

    /// <summary>It has more levels than the reader follows.</summary>
    TooDeep,

    /// <summary>Only its beginning was kept, and no list in it has two complete items.</summary>
    CutOff,
}
