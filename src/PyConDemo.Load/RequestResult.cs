namespace PyConDemo.Load;

/// <summary>One finished request.</summary>
/// <param name="Latency">From the intended send (open loop) or the send (closed loop) to the last byte, or to the failure; 0 or more.</param>
/// <param name="Status">The HTTP status; 0 without an answer.</param>
/// <param name="Bytes">Of the body, as they came over the wire.</param>
/// <param name="At">When it ended, as a <see cref="TimeProvider"/> timestamp of the system's clock.</param>
public readonly record struct RequestResult(Outcome Outcome, TimeSpan Latency, int Status, long Bytes, long At)
{
    public bool Failed => Outcome != Outcome.Answered;
}
