using System.Diagnostics;

namespace PyConDemo.Stage.Target;

/// <summary>
/// On one machine a flooded server would starve the instrument that measures it. So the API and its PostgreSQL get what processor time the
/// instrument leaves: both lanes the same, and everything when nobody else wants it. No effect on Windows, where the lag check alone guards the numbers.
/// </summary>
internal static class ServerPriority
{
    private const string Nice = "/usr/bin/nice"; // of POSIX. Process.PriorityClass sets one thread's only on Linux, and raising ours would take root

    /// <summary>Sixty busy backends at 19 still weigh less than one generator thread at 0 (15 against 1,024 each, the table sched_prio_to_weight of Linux).</summary>
    private const string Lowest = "19";

    public static ProcessStartInfo Yielding(string program, IReadOnlyList<string> arguments) => File.Exists(Nice)
        ? new(Nice, ["-n", Lowest, program, .. arguments])
        : new(program, arguments);
}
