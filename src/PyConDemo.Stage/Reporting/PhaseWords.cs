using PyConDemo.Stage.Racing;

namespace PyConDemo.Stage.Reporting;

/// <summary>What a phase is called on a screen.</summary>
public static class PhaseWords
{
    public static string Of(RacePhase phase, double? rate, int lanes) => (phase, rate) switch
    {
        (RacePhase.Answers, _) => $"do {All(lanes)} answer the same?",
        (RacePhase.WarmUp, _) => "warming up",
        (RacePhase.Capacity, _) => "how much can each do?",
        (RacePhase.Sustained, { } r) => $"{Format.Rate(r)}, which {All(lanes)} hold",
        (RacePhase.Overload, { } r) => $"{Format.Rate(r)}, more than one can do",
        _ => "a few more numbers",
    };

    private static string All(int lanes) => lanes == 2 ? "both" : "all";
}
