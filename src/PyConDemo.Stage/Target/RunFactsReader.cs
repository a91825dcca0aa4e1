using System.Runtime.InteropServices;

namespace PyConDemo.Stage.Target;

internal static class RunFactsReader
{
    public static RunFacts Read(Uri target, Vitals vitals, RaceSettings settings) => new(
        TimeProvider.System.GetUtcNow(), Machine(), target.ToString(), vitals.Build, vitals.Scale,
        vitals.Postgres?.Version ?? "?", Engine: "stage", settings.Seed, settings.Timeout.TotalSeconds,
        settings.PricePerCpuHour, settings.LinkMbit);

    private static string Machine() => string.Create(CultureInfo.InvariantCulture,
        $"{Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9:0} GB, "
        + $"{RuntimeInformation.OSDescription} {RuntimeInformation.OSArchitecture}, "
        + $"{RuntimeInformation.FrameworkDescription}");
}
