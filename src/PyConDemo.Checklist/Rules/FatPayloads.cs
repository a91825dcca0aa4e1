namespace PyConDemo.Checklist.Rules;

/// <summary>Trim payloads: only the fields that are needed, compressed, and no files inside JSON.</summary>
public sealed record FatPayloads : HealthRule
{
    /// <summary>Bytes per item of a JSON list, before compression, from which it is a finding. Default 10,000.</summary>
    /// <remarks>
    /// A server may send about 14,600 bytes before the first acknowledgement (RFC 6928): with items of this size the first
    /// round trip does not even bring two.
    /// </remarks>
    public long BytesPerItem { get; init; } = 10_000;

    /// <summary>The uncompressed text body, in bytes, from which it is a finding when the client accepts compression. Default 65,536.</summary>
    /// <remarks>
    /// From here the four or five times that text shrinks save whole round trips (RFC 6928: about 14,600 bytes at first, then
    /// doubling). Far above the size where compression costs more than it saves; over HTTPS mind BREACH on pages with secrets.
    /// </remarks>
    public long UncompressedBytes { get; init; } = 64 * 1024;

    /// <summary>The length of a base64 run in JSON from which it is a finding, in characters. Default 4,096.</summary>
    /// <remarks>Tokens, cursors and hashes stay below, as they must fit into headers (8 KB in most servers); files don't.</remarks>
    public int Base64Characters { get; init; } = 4_096;

    // Below all of these, a body that isn't compressed can't be a finding, whatever is in it.
    internal long Smallest => Math.Min(Math.Min(BytesPerItem, UncompressedBytes), Base64Characters);

    public override string Slug => HealthRules.FatPayloads;

    internal override RuleResult Check(Evidence evidence)
    {
        if (evidence.Request is not { } request) return NotSeen("Only requests have a body.");
        if (request.Body is not { } body) return NotSeen("The body is still on its way.");
        if (body.Base64Run >= Base64Characters)
        {
            return Fat(body.Base64Run, "characters", $"The JSON holds a file as base64 ({body.Base64Run:N0} characters and more).",
                "Send a URL instead: `\"image\": \"/images/<hash>\"`, served from object storage with `Cache-Control: immutable`.");
        }

        if (body.BytesPerItem >= BytesPerItem)
        {
            return Fat(body.BytesPerItem, "bytes per item", $"Each item of the list takes {body.BytesPerItem:N0} bytes.",
                "Project the fields that the list shows: `.Select(p => new ProductItem(p.Id, p.Name, p.Price))`.");
        }

        if (body is { IsText: true, IsEncoded: false } && request.AcceptsCompression && body.Bytes >= UncompressedBytes)
        {
            return Fat(body.Bytes, "bytes", $"{body.Bytes:N0} bytes of text left uncompressed, though the client accepts compression.",
                "Trim the fields first, then compress: `app.UseResponseCompression();` for this content type.");
        }

        return Healthy();
    }

    private RuleResult Fat(double amount, string unit, FormattableString what, string fix) => Broken(new()
    {
        Rule = Slug,
        What = FormattableString.Invariant(what),
        Amount = amount,
        Unit = unit,
        Why = "It costs the server memory and time to build, the network to carry and the client to parse, mostly for fields nobody shows.",
        Fix = fix,
    });
}
