namespace PyConDemo.Stage.Racing.Results;

/// <summary>The result of the race command and the root of its JSON document. Within a schema version, fields are only
/// added.</summary>
public sealed record RaceReport(int SchemaVersion, RunFacts Run, IReadOnlyList<RaceResult> Races)
{
    public const int CurrentSchema = 1;
}

/// <summary>Where and how the numbers were measured. Without these facts the numbers mean nothing.</summary>
/// <param name="Machine">Cores, memory and system of the machine that made the load, which is also the server's unless
/// the target is remote.</param>
/// <param name="Engine">The program that made the load: "stage".</param>
/// <param name="Timeout">Seconds.</param>
/// <param name="PricePerCpuHour">US dollars.</param>
public sealed record RunFacts(
    DateTimeOffset Date, string Machine, string Target, string Build, string Scale, string Postgres, string Engine,
    int Seed, double Timeout, double PricePerCpuHour, double LinkMbit);
