namespace PyConDemo.Checklist.Rules;

/// <summary>What is known about a request besides its SQL.</summary>
internal sealed record RequestFacts
{
    public required string Method { get; init; }

    /// <summary>The route's latest times outside SQL until the first body byte; slow first requests are left out.</summary>
    public AppTimes AppTimes { get; init; }

    /// <summary>The share of the route's requests that aggregated, this one included; 0 to 1.</summary>
    public double AggregatedShare { get; init; } = 1;

    public bool AcceptsCompression { get; init; }

    /// <summary>Null until the body was sent.</summary>
    public BodyFacts? Body { get; init; }
}
