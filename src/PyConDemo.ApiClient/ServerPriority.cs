using System.Diagnostics;

namespace PyConDemo.ApiClient;

/// <summary>Gives a started API and its PostgreSQL the lowest priority. On one machine, an overloaded server would
/// otherwise take the processor time that the load generator needs to measure it. Both lanes get what the generator
/// leaves. This has no effect on Windows, where only the check of the generator's lag protects the numbers.</summary>
/// <remarks>Linux may share the processor between sessions first (sched(7), "The autogroup feature"). Niceness then
/// counts only within a session, and each backend of PostgreSQL has its own session. So the API gets its own session
/// too, and this program's session gets more weight, which only root may set.</remarks>
internal static class ServerPriority
{
    /// <summary>POSIX only. <see cref="Process.PriorityClass"/> changes only one thread on Linux.</summary>
    private const string Nice = "/usr/bin/nice";

    private const string SetSid = "/usr/bin/setsid"; // from util-linux, so on Linux only
    private const string OwnSession = "/proc/self/autogroup";

    /// <summary>Sixty backends at 19 weigh less than one thread at 0: 15 each against 1,024 (Linux).</summary>
    private const string Lowest = "19";

    public static ProcessStartInfo WithLowPriority(string program, IReadOnlyList<string> arguments)
        => (File.Exists(Nice), File.Exists(SetSid)) switch
        {
            (true, true) => new(SetSid, [Nice, "-n", Lowest, program, .. arguments]),
            (true, false) => new(Nice, ["-n", Lowest, program, .. arguments]),
            _ => new(program, arguments),
        };

    /// <summary>Raises the priority of this program's session while a server runs.</summary>
    /// <returns>False when that is not possible: without root, or without such groups.</returns>
    public static bool TryRaiseOwn() => TrySet("-20");

    /// <summary>Restores the session's priority. The session is the terminal's and outlives this program.</summary>
    public static void RestoreOwn() => TrySet("0");

    private static bool TrySet(string nice)
    {
        if (!File.Exists(OwnSession)) return false;
        try
        {
            File.WriteAllText(OwnSession, nice);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
