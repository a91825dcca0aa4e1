using System.Runtime.InteropServices;

namespace PyConDemo.Stage.Racing.Results;

/// <summary>The root of the JSON document. Within a schema version, fields are only added.</summary>
public sealed record RaceReport(int SchemaVersion, RunFacts Run, IReadOnlyList<RaceResult> Races)
{
    public const int CurrentSchema = 1;
}

/// <summary>Where and how the numbers were measured. Without these facts the numbers mean nothing.</summary>
/// <param name="Machine">The machine that made the load. It is also the server's unless the target is remote.</param>
/// <param name="Engine">The program that made the load: "stage".</param>
/// <param name="Timeout">Seconds.</param>
/// <param name="PricePerCpuHour">US dollars.</param>
public sealed record RunFacts(
    DateTimeOffset Date, string Machine, string Target, string Build, string Scale, string Postgres, string Engine,
    int Seed, double Timeout, double PricePerCpuHour, double LinkMbit)
{
    public static RunFacts Of(Uri target, Vitals vitals, RaceSettings settings) => new(
        TimeProvider.System.GetUtcNow(), ThisMachine(), target.ToString(), vitals.Build, vitals.Scale,
        vitals.Postgres?.Version ?? "?", Engine: "stage", settings.Seed, settings.Timeout.TotalSeconds,
        settings.PricePerCpuHour, settings.LinkMbit);

    /// <summary>Says in one line where the numbers come from. The line ends every report.</summary>
    public string InOneLine() => string.Create(CultureInfo.InvariantCulture,
        $"{Date:yyyy-MM-dd HH:mm} UTC · {Machine} · data: {Scale} · API {Build} · PostgreSQL {Postgres} · "
        + $"load: {Engine} · seed {Seed} · time-out {Timeout:0.#} s · CPU at ${PricePerCpuHour} per core and hour");

    private static string ThisMachine() => string.Create(CultureInfo.InvariantCulture,
        $"{Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9:0} GB, "
        + $"{RuntimeInformation.OSDescription} {RuntimeInformation.OSArchitecture}, "
        + $"{RuntimeInformation.FrameworkDescription}");
}
