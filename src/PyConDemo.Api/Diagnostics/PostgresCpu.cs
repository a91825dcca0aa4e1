namespace PyConDemo.Api.Diagnostics;

/// <summary>Reads the processor time of a PostgreSQL on this machine from /proc (Linux).</summary>
public static class PostgresCpu
{
    // proc(5): utime and stime are in clock ticks. Linux has 100 per second on every architecture that .NET runs on.
    private const double TicksPerSecond = 100;

    // Counted from the state, which is the field after the name (field 3 in proc(5)).
    private const int Parent = 1, UserTime = 11, AfterOwnTime = 13, AfterChildrensTime = 15;

    /// <summary>The seconds of all server processes, running or ended. Null where they can't be read.</summary>
    /// <param name="backend">The id of one of its server processes, from pg_backend_pid().</param>
    public static double? Read(int backend)
    {
        try
        {
            // A process id from another machine or container may belong to any process here.
            if (!OperatingSystem.IsLinux() || Name(backend) != "postgres") return null;

            var postmaster = int.Parse(Fields(backend)[Parent], CultureInfo.InvariantCulture);
            if (Name(postmaster) != "postgres") return null;

            var children = File.ReadAllText($"/proc/{postmaster}/task/{postmaster}/children")
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(id => int.Parse(id, CultureInfo.InvariantCulture));
            return (Ticks(postmaster, AfterChildrensTime) + children.Sum(TicksOfChild)) / TicksPerSecond;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static long TicksOfChild(int id)
    {
        try
        {
            return Ticks(id, AfterOwnTime);
        }
        catch (IOException)
        {
            return 0; // it has just ended, and the postmaster's time will include it
        }
    }

    private static long Ticks(int id, int end)
        => Fields(id)[UserTime..end].Sum(field => long.Parse(field, CultureInfo.InvariantCulture));

    private static string Name(int id) => File.ReadAllText($"/proc/{id}/comm").Trim();

    private static string[] Fields(int id)
    {
        // The name is in brackets and may contain spaces, so the fields are counted from the closing bracket.
        var stat = File.ReadAllText($"/proc/{id}/stat");
        return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
    }
}
