using PyConDemo.Checklist.Recording;
using PyConDemo.Checklist.Rules;

namespace PyConDemo.Checklist.Reporting;

/// <summary>What one HTTP request cost, from its arrival at the checklist until its body was written.</summary>
public sealed record MeasuredRequest
{
    private readonly Recorder _recorder;

    internal MeasuredRequest(Recorder recorder) => _recorder = recorder;

    /// <summary>The value of the answer's `Checklist-Request` header.</summary>
    public required string Id { get; init; }

    /// <summary>The route's pattern, such as `/orders/{id}`; the path when no route was found.</summary>
    public required string Route { get; init; }

    public required string Method { get; init; }

    /// <summary>The HTTP status; 500 when an exception passed through the checklist.</summary>
    public int Status { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public TimeSpan TotalTime { get; init; }

    /// <summary>The time until the first byte of the body; null when there was no body.</summary>
    public TimeSpan? FirstByteTime { get; init; }

    /// <summary>The body's bytes as sent, so after compression when the checklist stands before it.</summary>
    public long Bytes { get; init; }

    /// <summary>The body's bytes before compression; null when it was too long to tell.</summary>
    public long? BytesBeforeCompression { get; internal set; }

    /// <summary>What it cost the database.</summary>
    // Closed by now, so it says the same whenever it is asked; mostly nobody does.
    public SqlVitals Vitals => field ??= _recorder.Snapshot();

    internal (long Commands, long RowsRead, TimeSpan SqlTime) Sums => _recorder.Sums;

    /// <summary>What the six rules say, in the checklist's order. A rule that needs a plan may say "not seen" for a moment.</summary>
    public IReadOnlyList<RuleResult> Results { get; internal set; } = [];
}
