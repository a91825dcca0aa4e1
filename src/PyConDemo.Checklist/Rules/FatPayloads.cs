namespace PyConDemo.Checklist.Rules;

/// <summary>Trim payloads: send only the needed fields, compress them, and don't put files into JSON.</summary>
public sealed record FatPayloads() : HealthRule(HealthRules.FatPayloads)
{
    /// <summary>A JSON list is a finding if an item has this many bytes, before compression. Default 10,000.</summary>
    /// <remarks>A server may send about 14,600 bytes before the first acknowledgement (RFC 6928), so the first round
    /// trip of such a list does not bring two items.</remarks>
    public long BytesPerItem { get; init; } = 10_000;

    /// <summary>An uncompressed text body is a finding if it has this many bytes or more and the client accepts
    /// compression. Default 65,536.</summary>
    /// <remarks>Text shrinks to a fourth or a fifth. From this size on, that saves whole round trips (RFC 6928: about
    /// 14,600 bytes in the first, doubling after that), and compression costs far less than it saves. Over HTTPS, pages
    /// that contain secrets are open to the BREACH attack if they are compressed.</remarks>
    public long UncompressedBytes { get; init; } = 64 * 1024;

    /// <summary>JSON is a finding if it contains this many base64 characters in a row. Default 4,096.</summary>
    /// <remarks>Tokens, cursors and hashes are shorter: they must fit into headers. Files are longer.</remarks>
    public int Base64Characters { get; init; } = 4_096;

    // A smaller body that is not compressed can never be a finding.
    internal long SmallestFinding => Math.Min(Math.Min(BytesPerItem, UncompressedBytes), Base64Characters);

    internal override RuleResult Check(Evidence evidence)
    {
        if (evidence.Request is not { } request) return NotSeen("Only requests have a body.");
        if (request.Body is not { } body) return NotSeen("The body has not been sent yet.");
        if (body.Base64Run >= Base64Characters)
        {
            return Fat(
                body.Base64Run, "characters",
                $"The JSON contains a file as base64: at least {body.Base64Run:N0} characters.",
                """Send a URL instead: `"image": "/images/<hash>"`, """
                + "served from object storage with `Cache-Control: immutable`.");
        }

        if (body.BytesPerItem >= BytesPerItem)
        {
            return Fat(
                body.BytesPerItem, "bytes per item", $"Each item of the list takes {body.BytesPerItem:N0} bytes.",
                "Select only the fields that the list shows: `.Select(p => new ProductItem(p.Id, p.Name, p.Price))`.");
        }

        if (!body.IsUncompressedText || !request.AcceptsCompression || body.Bytes < UncompressedBytes) return Healthy();
        return Fat(
            body.Bytes, "bytes",
            $"{body.Bytes:N0} bytes of text were sent uncompressed, although the client accepts compression.",
            "Remove fields that nobody needs, and compress this content type: `app.UseResponseCompression();`.");
    }

    private RuleResult Fat(double amount, string unit, FormattableString what, string fix) => Broken(
        amount, unit, what,
        why: "The server spends memory and time to build the body, the network carries it, and the client parses it.",
        fix);
}
