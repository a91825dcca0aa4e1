using System.Diagnostics;

namespace PyConDemo.ApiClient;

/// <summary>Gives a started API and its PostgreSQL the lowest priority. On one machine, an overloaded server would
/// otherwise take the processor time that the load generator needs to measure it. Both lanes get what the generator
/// leaves. This has no effect on Windows, where only the check of the generator's lag protects the numbers.</summary>
/// <remarks>Linux may share the processor between sessions first (sched(7), "The autogroup feature"). Niceness then
/// counts only within a session, and each backend of PostgreSQL has its own session. So the API gets its own session
/// too. If the user asks for it, this program's session gets more weight, which only root may set.</remarks>
internal static class ServerPriority
{
    /// <summary>If this environment variable is true, the session's priority is raised. The session is the terminal's,
    /// so other programs in it are raised too.</summary>
    public const string RaiseVariable = "PYCONDEMO_RAISE_PRIORITY";

    /// <summary>POSIX only. <see cref="Process.PriorityClass"/> changes only one thread on Linux.</summary>
    private const string Nice = "/usr/bin/nice";

    private const string SetSid = "/usr/bin/setsid"; // from util-linux, so on Linux only

    /// <summary>Sixty backends at 19 weigh less than one thread at 0: 15 each against 1,024 (Linux).</summary>
    private const string Lowest = "19";

    /// <summary>This shell holds the program's pipe, so it restores the session's priority however the program ends,
    /// also after a kill. It is in the same session, so its autogroup is the program's. If the session has the highest
    /// priority already, another program will restore it.</summary>
    internal const string RaiseUntilEnd = """
        trap '' INT TERM HUP
        read -r _ _ before </proc/self/autogroup || exit
        [ "$before" != -20 ] && echo -20 >/proc/self/autogroup || exit
        echo raised
        read -r _
        echo "$before" >/proc/self/autogroup
        """;

    private static readonly Lock OncePerProgram = new();
    private static Process? _raising;

    public static ProcessStartInfo WithLowPriority(string program, IReadOnlyList<string> arguments)
        => (File.Exists(Nice), File.Exists(SetSid)) switch
        {
            (true, true) => new(SetSid, [Nice, "-n", Lowest, program, .. arguments]),
            (true, false) => new(Nice, ["-n", Lowest, program, .. arguments]),
            _ => new(program, arguments),
        };

    /// <summary>Raises the priority of this program's session until the program ends, if the user asks for it. It has
    /// no effect without root or without such groups. A second call does nothing.</summary>
    public static void RaiseOwnIfAsked()
    {
        if (Environment.GetEnvironmentVariable(RaiseVariable) is not "true" || !OperatingSystem.IsLinux()) return;
        lock (OncePerProgram)
        {
            if (_raising is not null) return;
            _raising = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", RaiseUntilEnd])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            });
            _raising?.StandardOutput.ReadLine(); // the load starts when the priority is raised
        }
    }
}
