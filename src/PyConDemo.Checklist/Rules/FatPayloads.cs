namespace PyConDemo.Checklist.Rules;

/// <summary>Trim payloads: send only the needed fields, compress them, and don't put files into JSON.</summary>
/// <remarks>The rule looks into the first 1 MiB of JSON, before compression. Of other text it looks at the size and the
/// compression. A download (`Content-Disposition: attachment`) may be as large as it likes.</remarks>
public sealed record FatPayloads() : HealthRule(HealthRules.FatPayloads)
{
    // A file of an unknown kind and an encrypted token look alike, but a token has to fit into the headers of the next
    // request. Kestrel accepts 32 kB of headers; this is twice as much.
    private const int UnknownCharacters = 64 * 1024;

    /// <summary>A JSON list is a finding if an item has this many bytes, before compression. Default 10,000.</summary>
    /// <remarks>A server may send about 14,600 bytes before the first acknowledgement (RFC 6928), so the first round
    /// trip of such a list does not bring two items. Every list of two or more items counts, down to 1,000 levels. So
    /// does every dictionary of ten or more: a JSON object whose values are objects with the same fields. The
    /// coordinates of geometries and the points of charts (arrays of arrays of numbers) don't.</remarks>
    public long BytesPerItem { get; init; } = 10_000;

    /// <summary>A JSON document is a finding if it has this many bytes or more before compression. Default
    /// 1,000,000.</summary>
    /// <remarks>That is a page of 100 items, the most that public APIs such as GitHub's send at once
    /// (https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api), if each has the largest
    /// allowed <see cref="BytesPerItem"/>. Compression saves the network, but not the server's work nor the client's
    /// memory. Downloads and JSON lines don't count.</remarks>
    public long BodyBytes { get; init; } = 1_000_000;

    /// <summary>An uncompressed text body is a finding if it has this many bytes or more and the client accepts
    /// compression. Default 65,536.</summary>
    /// <remarks>Text shrinks to a fourth or a fifth. From this size on, that saves whole round trips (RFC 6928: about
    /// 14,600 bytes in the first, doubling after that), and compression costs far less than it saves. Over HTTPS, pages
    /// that contain secrets are open to the BREACH attack if they are compressed.</remarks>
    public long UncompressedBytes { get; init; } = 64 * 1024;

    /// <summary>JSON is a finding if its files take this many characters together. Default 4,096.</summary>
    /// <remarks>Files are recognised by their first bytes, in base64, hex, data URLs and arrays of bytes. Tokens,
    /// cursors and hashes are no files, however long. A link to a file takes a hundred characters.</remarks>
    public int Base64Characters { get; init; } = 4_096;

    // A smaller body can never be a finding.
    internal long SmallestFinding
        => Math.Min(Math.Min(BytesPerItem, BodyBytes), Math.Min(UncompressedBytes, Base64Characters));

    internal override RuleResult Check(Evidence evidence)
    {
        if (evidence.Request is not { } request) return NotSeen("Only requests have a body.");
        if (request.Body is not { } body) return NotSeen("The body has not been sent yet.");
        if (body.IsStream) return NotSeen("The answer is a stream of messages, and their contents are not inspected.");
        if (body.Bytes == 0 && request.Method is "GET" or "HEAD")
            return NotSeen("No body was sent. Send a GET that answers with one (not 204 or 304).");

        return Files(body.Json) ?? Items(body.Json) ?? Document(body) ?? Uncompressed(body, request)
            ?? (Unseen(body, request) is { } reason ? NotSeen(reason) : Healthy());
    }

    private RuleResult? Files(JsonFacts json) => json.FileCharacters < Base64Characters ? null : Fat(
        json.FileCharacters, "characters",
        $"{Count(json.Files)} ({json.FileKind}) in the JSON took {json.FileCharacters:N0} characters or more.",
        """Send a URL instead: `"image": "/images/<hash>"`, """
            + "served from object storage with `Cache-Control: immutable`.");

    private static string Count(int files)
        => files == 1 ? "A file" : string.Create(CultureInfo.InvariantCulture, $"{files:N0} files");

    private RuleResult? Items(JsonFacts json) => json.BytesPerItem < BytesPerItem ? null : Fat(
        json.BytesPerItem, "bytes per item",
        $"Each item of the {(json.IsDictionary ? "dictionary" : "list")} takes {json.BytesPerItem:N0} bytes.",
        "Select only the fields that the list shows: `.Select(p => new ProductItem(p.Id, p.Name, p.Price))`.");

    private RuleResult? Document(BodyFacts body) => body.DocumentBytes < BodyBytes ? null : Fat(
        body.DocumentBytes, "bytes",
        $"One answer contains {body.DocumentBytes:N0} bytes {OrMore(body)}of JSON before compression.",
        "Send a page at a time: `WHERE id > @last ORDER BY id LIMIT 50`. Send an export as a download, with "
            + "`Content-Disposition: attachment`.");

    private static string OrMore(BodyFacts body) => body.BytesBeforeCompression is null ? "or more " : "";

    private RuleResult? Uncompressed(BodyFacts body, RequestFacts request)
        => !body.IsUncompressedText || !request.AcceptsCompression || body.Bytes < UncompressedBytes ? null : Fat(
            body.Bytes, "bytes",
            $"{body.Bytes:N0} bytes of text were sent uncompressed, although the client accepts compression.",
            "Remove fields that nobody needs, and compress this content type: `app.UseResponseCompression();`.");

    private string? Unseen(BodyFacts body, RequestFacts request)
    {
        if (body.BytesBeforeCompression < SmallestFinding) return null;
        if (body.Unseen is not null) return body.Unseen;
        if (body.Json.UnknownCharacters > UnknownCharacters)
        {
            var characters = body.Json.UnknownCharacters.ToString("N0", CultureInfo.InvariantCulture);
            return $"A text of {characters} characters decodes to an unknown kind of bytes. "
                + "If it is a file, send a URL.";
        }
        if (body.Json.DoubtfulBytesPerItem >= BytesPerItem)
        {
            return "An object's values are ten objects or more with different fields, of "
                + body.Json.DoubtfulBytesPerItem.ToString("N0", CultureInfo.InvariantCulture)
                + " bytes each. If they are the items of a dictionary, select only the fields that the client shows.";
        }
        return body.IsUncompressedText && body.Bytes >= UncompressedBytes && !request.SaysEncodings
            ? "The client did not ask for compression. Send a request with `Accept-Encoding: br`."
            : null;
    }

    private RuleResult Fat(double amount, string unit, FormattableString what, string fix) => Broken(
        amount, unit, what,
        why: "The server spends memory and time to build the body, the network carries it, and the client parses it.",
        fix);
}
