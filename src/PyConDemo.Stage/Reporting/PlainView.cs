namespace PyConDemo.Stage.Reporting;

/// <summary>Prints one line per phase, for logs and pipes.</summary>
public sealed class PlainView(TextWriter output) : IRaceObserver
{
    private int _lanes = 2;

    public void OnRaceStarted(string slug, string title, IReadOnlyList<string> labels, TimeSpan planned)
    {
        _lanes = labels.Count;
        output.WriteLine($"{slug}: {string.Join(" against ", labels)}, about {planned.TotalSeconds:0} s");
    }

    public void OnPhaseStarted(RacePhase phase, double? rate, TimeSpan left)
        => output.WriteLine($"  {PhaseWords.Of(phase, rate, _lanes)}, about {left.TotalSeconds:0} s left");

    public void OnLatenciesCompared(RaceResult result) => output.WriteLine($"  {result.Verdict}");
}

/// <summary>The name of a phase on a screen.</summary>
public static class PhaseWords
{
    public static string Of(RacePhase phase, double? rate, int lanes) => (phase, rate) switch
    {
        (RacePhase.Answers, _) => $"Checking that {All(lanes)} answer the same",
        (RacePhase.WarmUp, _) => "Warming up",
        (RacePhase.Capacity, _) => "Finding each lane's limit",
        (RacePhase.Sustained, { } r) => $"Comparing latencies at {Format.Requests(r)}, which {All(lanes)} can sustain",
        (RacePhase.Overload, { } r) =>
            $"Overload: {Format.Requests(r)}, above the limit of the {(lanes == 2 ? "slower" : "slowest")} lane",
        _ => "Counting SQL and buffers",
    };

    private static string All(int lanes) => lanes == 2 ? "both" : "all";
}
