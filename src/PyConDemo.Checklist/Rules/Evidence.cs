namespace PyConDemo.Checklist.Rules;

/// <summary>All that the rules may look at.</summary>
/// <param name="Request">Null outside a request.</param>
/// <param name="Plan">What is known about a shape's plan.</param>
internal sealed record Evidence(SqlVitals Vitals, RequestFacts? Request, Func<StatementShape, PlanAnswer> Plan);

/// <summary>What is known about a request besides its SQL.</summary>
internal sealed record RequestFacts(string Method, bool AcceptsCompression)
{
    /// <summary>The words for the kind of stream that it is; null for an ordinary request.</summary>
    public string? Stream { get; init; }

    /// <summary>What its time was spent on until the answer; null until the body was sent.</summary>
    public TimeSpent? Times { get; init; }

    /// <summary>The program's own time and its HTTP calls after the answer had begun.</summary>
    public TimeSpan LaterAppTime { get; init; }

    /// <summary>True if its status is 200.</summary>
    public bool IsOk { get; init; }

    /// <summary>The status of an answer that refused the request or failed, from 400; 0 for others.</summary>
    public int FailedWith { get; init; }

    /// <summary>True if the client says which encodings it accepts, be it none.</summary>
    public bool SaysEncodings { get; init; }

    /// <summary>True if it succeeded without a body.</summary>
    public bool IsEmpty { get; init; }

    /// <summary>Empty until the body was sent.</summary>
    public RouteHistory History { get; init; }

    /// <summary>Null until the body was sent.</summary>
    public BodyFacts? Body { get; init; }
}
