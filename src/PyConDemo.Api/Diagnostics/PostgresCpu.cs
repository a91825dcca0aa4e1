using System.Globalization;

namespace PyConDemo.Api.Diagnostics;

/// <summary>The processor time of a PostgreSQL on this machine, from /proc (Linux).</summary>
public static class PostgresCpu
{
    // proc(5): utime and stime are in clock ticks; Linux reports 100 a second on every architecture that .NET runs on.
    private const double TicksPerSecond = 100;

    // Numbered from the state, the field behind the name (field 3 of proc(5)).
    private const int Parent = 1, UserTime = 11, AfterOwnTime = 13, AfterChildrensTime = 15;

    /// <summary>Seconds of the server's processes, running or ended; null where they can't be read: another machine, container or system.</summary>
    /// <param name="backend">The id of one of its server processes, as pg_backend_pid() tells it.</param>
    public static double? Read(int backend)
    {
        try
        {
            // A process id from another machine or container may be anybody's here.
            if (!OperatingSystem.IsLinux() || Name(backend) != "postgres")
            {
                return null;
            }

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
            return 0; // ended meanwhile: from now on the postmaster counts it
        }
    }

    private static long Ticks(int id, int end)
        => Fields(id)[UserTime..end].Sum(field => long.Parse(field, CultureInfo.InvariantCulture));

    private static string Name(int id) => File.ReadAllText($"/proc/{id}/comm").Trim();

    private static string[] Fields(int id)
    {
        // The name stands in brackets and may hold spaces: the fields are counted from behind it.
        var stat = File.ReadAllText($"/proc/{id}/stat");
        return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
    }
}
