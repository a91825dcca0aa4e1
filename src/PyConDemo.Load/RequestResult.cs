namespace PyConDemo.Load;

/// <summary>One finished request.</summary>
/// <param name="Latency">The time from the intended send (open loop) or the send (closed loop) to the last byte or the
/// failure; 0 or more.</param>
/// <param name="Status">The HTTP status; 0 without an answer.</param>
/// <param name="Bytes">The size of the body on the wire.</param>
/// <param name="At">When it ended, as a <see cref="TimeProvider"/> timestamp of the system's clock.</param>
public readonly record struct RequestResult(Outcome Outcome, TimeSpan Latency, int Status, long Bytes, long At)
{
    public bool Failed => Outcome != Outcome.Answered;
}

/// <summary>How a request ended. Everything except <see cref="Answered"/> is a failure. No failure is left out of the
/// numbers.</summary>
public enum Outcome
{
    /// <summary>A status below 400 and the whole body.</summary>
    Answered,

    /// <summary>A status of 400 or more.</summary>
    Refused,

    /// <summary>No whole answer within the time-out, counted from the intended send.</summary>
    TimedOut,

    /// <summary>The connection failed.</summary>
    Broken,

    /// <summary>The request was due but never sent, because the allowed number of requests was already
    /// waiting.</summary>
    Unsent,
}
