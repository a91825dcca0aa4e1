namespace PyConDemo.Stage.Reporting;

/// <summary>What the live view knows about a running race. Each phase starts with new numbers.</summary>
internal sealed class LiveRace(string title, IReadOnlyList<string> labels, TimeSpan planned)
{
    public string Title => title;
    public IReadOnlyList<string> Labels => labels;
    public TimeSpan Planned => planned;
    public long Started { get; } = Stopwatch.GetTimestamp();
    public string Phase { get; private set; } = "";
    public LiveLane[] Lanes { get; private set; } = NewLanes(labels.Count);
    public LiveLane Bystander { get; private set; } = new();

    public void StartPhase(RacePhase phase, double? rate)
    {
        (Lanes, Bystander) = (NewLanes(labels.Count), new());
        Phase = PhaseWords.Of(phase, rate, labels.Count);
    }

    private static LiveLane[] NewLanes(int lanes) => [.. Enumerable.Range(0, lanes).Select(_ => new LiveLane())];
}

/// <summary>One line of the live view. Thread-safe.</summary>
internal sealed class LiveLane
{
    private readonly Latencies _latencies = new();
    private long _failed;

    public long Count => _latencies.Count;
    public long Failed => Interlocked.Read(ref _failed);

    public void Add(RequestResult result)
    {
        _latencies.Add(result.Latency);
        if (result.Failed) Interlocked.Increment(ref _failed);
    }

    public Percentiles Percentiles() => _latencies.Percentiles();
}
