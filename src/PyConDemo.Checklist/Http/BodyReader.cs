namespace PyConDemo.Checklist.Http;

/// <summary>Describes a body that was sent, from its headers, its size and its first bytes.</summary>
/// <remarks>The contents of JSON are inspected. Of other text, such as HTML, XML and CSV, only the size and the
/// compression are; pictures, PDF and other binary bodies have nothing of JSON to inspect.</remarks>
internal static class BodyReader
{
    /// <summary>True if the bytes are worth keeping for <see cref="Read"/>.</summary>
    public static bool NeedsBytes(IHeaderDictionary headers)
        => BodyType.Of(headers.ContentType) is { IsJson: true } or { MayBeJson: true }
            || headers.ContentEncoding.Count > 0;

    /// <summary>True if no rule can find anything in such a body, whatever it contains.</summary>
    /// <param name="smallest">The bytes of the smallest body that can be a finding.</param>
    public static bool IsHealthy(IHeaderDictionary headers, long bytes, long smallest)
        => bytes > 0 && bytes < smallest && headers.ContentEncoding.Count == 0
            && !BodyType.Of(headers.ContentType).IsStream;

    /// <param name="start">The body's first bytes, as sent.</param>
    public static BodyFacts Read(IHeaderDictionary headers, long bytes, ReadOnlyMemory<byte> start)
    {
        var type = BodyType.Of(headers.ContentType);
        var facts = new BodyFacts(bytes, bytes) { IsStream = type.IsStream };
        if (bytes == 0) return facts;
        var encodings = PackedBody.Encodings(headers.ContentEncoding);
        if (encodings.Length == 0)
        {
            facts = facts with { IsUncompressedText = type.IsText };
            return Inspect(facts, headers, start.Span, atLeast: bytes);
        }

        facts = facts with { BytesBeforeCompression = null };
        if (encodings.FirstOrDefault(e => !PackedBody.IsKnown(e)) is { } unknown)
            return Unreadable(facts, headers, $"The body's encoding {unknown} can't be read.");
        using var packed = PackedBody.Unpack(encodings, start, complete: bytes <= start.Length);
        if (packed.Bytes == 0 && !packed.IsComplete)
            return Unreadable(facts, headers, $"The body is not {string.Join(", ", encodings)}, as its header says.");
        facts = facts with { BytesBeforeCompression = packed.IsComplete ? packed.Bytes : null };
        return Inspect(facts, headers, packed.Start.Span, atLeast: packed.Bytes);
    }

    // A compressed body is seldom larger than the original, so its size is a lower limit.
    private static BodyFacts Unreadable(BodyFacts facts, IHeaderDictionary headers, string reason)
        => BodyType.Of(headers.ContentType).IsJson && !IsDownload(headers)
            ? facts with { Unseen = reason, DocumentBytes = facts.Bytes }
            : facts;

    private static BodyFacts Inspect(
        BodyFacts facts, IHeaderDictionary headers, ReadOnlySpan<byte> start, long atLeast)
    {
        var type = BodyType.Of(headers.ContentType);
        if (type.IsBinaryData)
            return facts with { Unseen = $"Of data, the rule reads only JSON, not {headers.ContentType}." };
        if (IsDownload(headers) || !(type.IsJson || (type.MayBeJson && JsonBody.LooksLikeJson(start))))
            return facts;
        if (type.IsWide) return Unreadable(facts, headers, "The body's charset can't be read, only UTF-8.");

        var lines = type.IsJsonLines;
        var json = JsonBody.Read(start, complete: facts.BytesBeforeCompression == start.Length, lines);
        // A plain text that begins like JSON needs not be JSON.
        if (json.Gap == JsonGap.Invalid && !type.IsJson) return facts;
        return facts with
        {
            DocumentBytes = lines ? 0 : atLeast,
            Json = json,
            Unseen = Reason(json.Gap, start.Length),
        };
    }

    private static string? Reason(JsonGap? gap, int inspected) => gap switch
    {
        JsonGap.Invalid => "The body is not complete and valid JSON, although its Content-Type says so.",
        JsonGap.CutOff => $"Only the first {inspected.ToString("N0", CultureInfo.InvariantCulture)} bytes were "
            + "inspected, and no list in them has two complete items. Send a request with a smaller answer.",
        JsonGap.TooDeep => $"The JSON has more than {JsonBody.MaxDepth.ToString("N0", CultureInfo.InvariantCulture)} "
            + "levels, and the rule reads no deeper. Send a request whose answer has fewer levels.",
        _ => null,
    };

    // A download is a file that a person keeps. Its size is its purpose.
    public static bool IsDownload(IHeaderDictionary headers)
        => headers.ContentDisposition.ToString().StartsWith("attachment", StringComparison.OrdinalIgnoreCase);
}
