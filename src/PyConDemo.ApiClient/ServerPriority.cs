using System.Diagnostics;

namespace PyConDemo.ApiClient;

/// <summary>
/// On one machine a flooded server would starve the instrument that measures it. So the API and its PostgreSQL get what processor time the
/// instrument leaves: both lanes the same, and everything when nobody else wants it. No effect on Windows, where the lag check alone guards the numbers.
/// </summary>
/// <remarks>
/// Linux may share the processor between sessions first (sched(7), "The autogroup feature"), and then niceness counts within a session only:
/// each backend of PostgreSQL is one of its own. Against that, the API gets a session too, and ours the weight; only root may do so.
/// </remarks>
internal static class ServerPriority
{
    private const string Nice = "/usr/bin/nice";     // of POSIX. Process.PriorityClass sets one thread's only on Linux, and raising ours would take root
    private const string SetSid = "/usr/bin/setsid"; // of util-linux, so on Linux only
    private const string OurSession = "/proc/self/autogroup";

    /// <summary>Sixty busy backends at 19 still weigh less than one generator thread at 0 (15 against 1,024 each, the table sched_prio_to_weight of Linux).</summary>
    private const string Lowest = "19";

    public static ProcessStartInfo WithLowPriority(string program, IReadOnlyList<string> arguments) => (File.Exists(Nice), File.Exists(SetSid)) switch
    {
        (true, true) => new(SetSid, [Nice, "-n", Lowest, program, .. arguments]),
        (true, false) => new(Nice, ["-n", Lowest, program, .. arguments]),
        _ => new(program, arguments),
    };

    /// <summary>Raises our session while servers run. False where it can't be: not root, or no such groups.</summary>
    public static bool TryRaiseOwn() => TrySet("-20");

    /// <summary>The session outlives us: it is the terminal's.</summary>
    public static void RestoreOwn() => TrySet("0");

    private static bool TrySet(string nice)
    {
        if (!File.Exists(OurSession)) return false;
        try
        {
            File.WriteAllText(OurSession, nice);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
