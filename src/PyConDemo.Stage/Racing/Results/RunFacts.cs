namespace PyConDemo.Stage.Racing.Results;

/// <summary>Where and how numbers were made; without it they say nothing.</summary>
/// <param name="Machine">Cores, memory and system of the machine that made the load; the server's too unless it is remote.</param>
/// <param name="Engine">What made the load: "stage".</param>
/// <param name="Timeout">Seconds.</param>
/// <param name="PricePerCpuHour">US dollars.</param>
public sealed record RunFacts(
    DateTimeOffset Date, string Machine, string Target, string Build, string Scale, string Postgres, string Engine,
    int Seed, double Timeout, double PricePerCpuHour, double LinkMbit);
