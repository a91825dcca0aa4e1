namespace PyConDemo.Checklist.Reporting;

/// <summary>What one HTTP request cost, from its arrival at the checklist until the client had its body.</summary>
public sealed record MeasuredRequest
{
    private readonly Recorder _recorder;

    internal MeasuredRequest(Recorder recorder) => _recorder = recorder;

    /// <summary>The value of the answer's `Checklist-Request` header.</summary>
    public string Id => RequestId.ToString();

    /// <summary>The route's name, such as `/orders/{id}`. Without an endpoint it is the path, with `{n}` for a number
    /// and the like; beyond a hundred names, `(other paths)`.</summary>
    public required string Route { get; init; }

    /// <summary>The HTTP method; OTHER for one that HTTP does not define.</summary>
    public required string Method { get; init; }

    /// <summary>The HTTP status of the answer, also of one that an error handler around the checklist gave.</summary>
    public int Status { get; internal set; }

    /// <summary>The time of its arrival.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>The time until its body was written.</summary>
    public TimeSpan TotalTime { get; init; }

    /// <summary>The time until the first byte of the body; null if there was no body.</summary>
    public TimeSpan? FirstByteTime { get; init; }

    /// <summary>What the time until its answer was spent on.</summary>
    public TimeSpent Times { get; init; } = new();

    /// <summary>The kind of stream that it is, such as `a SignalR connection`; null for an ordinary request.</summary>
    public string? Stream { get; internal set; }

    /// <summary>The body's bytes as sent. This is after compression if the checklist is the first middleware.</summary>
    public long Bytes { get; init; }

    /// <summary>The body's bytes before compression, whichever code compressed it. It equals <see cref="Bytes"/> if
    /// there is no Content-Encoding. It is null if the body could not be unpacked completely. Only 1 MiB as sent and 16
    /// MiB unpacked are read. zstd is not read.</summary>
    public long? BytesBeforeCompression { get; internal set; }

    /// <summary>Its cost to the database.</summary>
    public SqlVitals Vitals => field ??= _recorder.Snapshot(); // created on demand, because most are never read

    internal RequestId RequestId { get; init; }

    internal (long Commands, long RowsRead, TimeSpan SqlTime) GetSums() => _recorder.GetSums();

    /// <summary>The six rules' results. A rule that waits for a query plan says "not seen".</summary>
    public IReadOnlyList<RuleResult> Results { get; internal set; } = [];

    /// <summary>What it showed beside the six rules.</summary>
    public IReadOnlyList<Observation> Observations { get; internal set; } = [];
}
