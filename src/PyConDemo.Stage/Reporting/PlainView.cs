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

    public void OnPhaseStarted(RacePhase phase, double? rate)
        => output.WriteLine($"  {PhaseWords.Of(phase, rate, _lanes)}");
}

/// <summary>The name of a phase on a screen.</summary>
public static class PhaseWords
{
    public static string Of(RacePhase phase, double? rate, int lanes) => (phase, rate) switch
    {
        (RacePhase.Answers, _) => $"do {All(lanes)} answer the same?",
        (RacePhase.WarmUp, _) => "warming up",
        (RacePhase.Capacity, _) => "measuring each lane's capacity",
        (RacePhase.Sustained, { } r) => $"{Format.Rate(r)}, which {All(lanes)} sustain",
        (RacePhase.Overload, { } r) => $"{Format.Rate(r)}, too much for the {(lanes == 2 ? "slower" : "slowest")} lane",
        _ => "the last measurements",
    };

    private static string All(int lanes) => lanes == 2 ? "both" : "all";
}
