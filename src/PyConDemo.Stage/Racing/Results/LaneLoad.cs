using PyConDemo.Load;

namespace PyConDemo.Stage.Racing.Results;

/// <summary>What became of one lane's requests at a fixed arrival rate. Counts are requests; none is dropped.</summary>
/// <param name="AnsweredInTime">Answered while the load still ran; the rest only while it drained.</param>
/// <param name="Latency">Milliseconds, failures counted as the time-out at least. Null where the lane does not hold: it would only measure the run's length.</param>
/// <param name="Bystander">The innocent route meanwhile, in milliseconds. Null where it was not probed.</param>
/// <param name="LagP99">The generator's own lag, in milliseconds.</param>
/// <param name="Holds">At most 1 % failed, and the queue did not grow.</param>
public sealed record LaneLoad(
    long Sent, long Answered, long AnsweredInTime, long Refused, long TimedOut, long Broken, long Unsent, int LastRefusal,
    double BytesPerAnswer, Percentiles? Latency, Percentiles? Bystander, long BystanderFailed, double LagP99, bool Holds)
{
    /// <summary>Of all requests, 0 to 1.</summary>
    public double FailureRate => Sent == 0 ? 0 : (Sent - Answered) / (double)Sent;
}
