using System.Globalization;
using PyConDemo.Stage.Measuring;

namespace PyConDemo.Stage.Engines;

/// <summary>What k6 told of one lane. For one thread.</summary>
public sealed class K6Lane(TimeSpan timeout)
{
    /// <summary>k6's own number for a request that ran out of time.</summary>
    private const string TimedOut = "1050";

    public Tally Tally { get; } = new(timeout);
    public Latencies Bystander { get; } = new();

    /// <summary>Over the connections, heads included: k6 does not count bodies alone.</summary>
    public double Received { get; private set; }

    public void Add(K6Point point)
    {
        if (point.Metric == "http_req_duration") Tally.Add(Shot(point), long.MaxValue);
        else if (point.Metric == "data_received") Received += point.Data.Value;
        else if (point.Metric == "dropped_iterations")
            for (var i = 0; i < point.Data.Value; i++) Tally.Add(new Shot(Outcome.Unsent, timeout, 0, 0, 0), long.MaxValue);
    }

    private static Shot Shot(K6Point point)
    {
        _ = int.TryParse(point.Tag("status"), CultureInfo.InvariantCulture, out var status);
        var outcome = status is > 0 and < 400 ? Outcome.Answered
            : status >= 400 ? Outcome.Refused
            : point.Tag("error_code") == TimedOut ? Outcome.TimedOut : Outcome.Broken;
        return new Shot(outcome, TimeSpan.FromMilliseconds(point.Data.Value), status, 0, 0);
    }
}
