using System.Diagnostics;

namespace PyConDemo.Figures.Measuring;

/// <summary>Prints a line for each step, with the time since the start.</summary>
internal static class Progress
{
    private static readonly long Since = Stopwatch.GetTimestamp();

    public static void Say(string step) => Console.WriteLine($@"{Stopwatch.GetElapsedTime(Since):mm\:ss} {step}");
}
