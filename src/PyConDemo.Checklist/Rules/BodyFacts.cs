namespace PyConDemo.Checklist.Rules;

/// <summary>What is known about a body that was sent.</summary>
/// <param name="Bytes">The size as sent.</param>
/// <param name="BytesBeforeCompression">The size before compression; null if the body was too long to unpack.</param>
/// <param name="IsUncompressedText">True without a Content-Encoding, for JSON, HTML, CSV and the like.</param>
/// <param name="Base64Run">The longest run of base64 characters in the first 128 kB of JSON, in characters.</param>
/// <param name="BytesPerItem">The mean bytes per item of a JSON list; 0 for fewer than two items.</param>
internal sealed record BodyFacts(
    long Bytes, long? BytesBeforeCompression, bool IsUncompressedText, int Base64Run, long BytesPerItem);
