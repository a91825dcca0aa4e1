using PyConDemo.Checklist.Plans;

namespace PyConDemo.Checklist.Rules;

/// <summary>All that the rules may look at.</summary>
internal sealed record Evidence
{
    public required SqlVitals Vitals { get; init; }

    /// <summary>Null outside a request.</summary>
    public RequestFacts? Request { get; init; }

    /// <summary>Finds a shape's plan; null if it is not known yet.</summary>
    public Func<StatementShape, PlanEstimate?> Plan { get; init; } = _ => null;
}

/// <summary>What is known about a request besides its SQL.</summary>
internal sealed record RequestFacts
{
    public required string Method { get; init; }

    /// <summary>The route's latest times outside SQL until the first body byte, without slow first requests.</summary>
    public AppTimes AppTimes { get; init; }

    /// <summary>The share of the route's requests, including this one, that sent an aggregate; 0 to 1.</summary>
    public double AggregatedShare { get; init; } = 1;

    public bool AcceptsCompression { get; init; }

    /// <summary>Null until the body was sent.</summary>
    public BodyFacts? Body { get; init; }
}

/// <summary>What is known about a body that was sent.</summary>
internal sealed record BodyFacts
{
    /// <summary>The size as sent.</summary>
    public required long Bytes { get; init; }

    /// <summary>The size before compression; null if the body was too long to unpack.</summary>
    public long? BytesBeforeCompression { get; init; }

    /// <summary>True for JSON, HTML, CSV and other types that compress well.</summary>
    public required bool IsText { get; init; }

    /// <summary>True if it has a Content-Encoding.</summary>
    public required bool IsEncoded { get; init; }

    /// <summary>The longest run of base64 characters in the first 128 KB of JSON, in characters.</summary>
    public int Base64Run { get; init; }

    /// <summary>The mean size of a JSON list's items before compression, in bytes; 0 if there are fewer than
    /// two.</summary>
    public long BytesPerItem { get; init; }
}
