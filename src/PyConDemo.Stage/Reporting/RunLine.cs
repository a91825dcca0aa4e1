using System.Globalization;
using PyConDemo.Stage.Racing.Results;

namespace PyConDemo.Stage.Reporting;

/// <summary>Where numbers come from, in one line that stands under every report.</summary>
public static class RunLine
{
    public static string Of(RunFacts run) => string.Create(CultureInfo.InvariantCulture,
        $"{run.Date:yyyy-MM-dd HH:mm} UTC · {run.Machine} · data: {run.Scale} · API {run.Build} · PostgreSQL {run.Postgres} · load: {run.Engine} · seed {run.Seed} · time-out {run.Timeout:0.#} s · CPU at ${run.PricePerCpuHour} per core and hour");
}
