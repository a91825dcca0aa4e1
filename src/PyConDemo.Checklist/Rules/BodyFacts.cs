namespace PyConDemo.Checklist.Rules;

/// <summary>What is known about a body that was sent.</summary>
internal sealed record BodyFacts
{
    /// <summary>As sent.</summary>
    public required long Bytes { get; init; }

    /// <summary>Before compression; null when the body was too long to unpack.</summary>
    public long? BytesBeforeCompression { get; init; }

    /// <summary>JSON, HTML, CSV and so on: what compression helps.</summary>
    public required bool IsText { get; init; }

    /// <summary>Has a Content-Encoding.</summary>
    public required bool IsEncoded { get; init; }

    /// <summary>The longest base64 run within the first 128 KB of JSON, in characters.</summary>
    public int Base64Run { get; init; }

    /// <summary>The mean size of the items of a JSON list, before compression; 0 when it is no list of several.</summary>
    public long BytesPerItem { get; init; }
}
