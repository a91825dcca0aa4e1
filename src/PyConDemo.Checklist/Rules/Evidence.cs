namespace PyConDemo.Checklist.Rules;

/// <summary>All that the rules may look at.</summary>
/// <param name="Request">Null outside a request.</param>
/// <param name="Plan">Finds a shape's plan; null if it is not known yet.</param>
internal sealed record Evidence(SqlVitals Vitals, RequestFacts? Request, Func<StatementShape, PlanEstimate?> Plan);

/// <summary>What is known about a request besides its SQL.</summary>
internal sealed record RequestFacts(string Method, bool AcceptsCompression)
{
    /// <summary>Until the body was sent, this request counts as the route's only one.</summary>
    public RouteHistory History { get; init; } = new(default, AggregatedShare: 1);

    /// <summary>Null until the body was sent.</summary>
    public BodyFacts? Body { get; init; }
}

/// <summary>What the rules need to know about a route's requests up to and including the latest one.</summary>
/// <param name="AppTimes">The latest times outside SQL until the first body byte, without slow first requests.</param>
/// <param name="AggregatedShare">The share of its requests that sent an aggregate; 0 to 1.</param>
internal readonly record struct RouteHistory(AppTimes AppTimes, double AggregatedShare);

/// <summary>What is known about a body that was sent.</summary>
/// <param name="Bytes">The size as sent.</param>
/// <param name="BytesBeforeCompression">The size before compression; null if the body was too long to unpack.</param>
/// <param name="IsUncompressedText">True without a Content-Encoding, for JSON, HTML, CSV and the like.</param>
/// <param name="Base64Run">The longest run of base64 characters in the first 128 kB of JSON, in characters.</param>
/// <param name="BytesPerItem">The mean bytes per item of a JSON list; 0 for fewer than two items.</param>
internal sealed record BodyFacts(
    long Bytes, long? BytesBeforeCompression, bool IsUncompressedText, int Base64Run, long BytesPerItem);
