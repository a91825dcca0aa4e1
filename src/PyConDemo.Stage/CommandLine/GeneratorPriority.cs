using System.ComponentModel;
using System.Diagnostics;

namespace PyConDemo.Stage.CommandLine;

/// <summary>On one machine the server under load would otherwise starve its own instrument.</summary>
internal static class GeneratorPriority
{
    /// <summary>After the API was started, which would inherit it. Where the system forbids it, the lag check still guards the numbers.</summary>
    public static void Raise()
    {
        try
        {
            using var self = Process.GetCurrentProcess();
            self.PriorityClass = ProcessPriorityClass.High;
        }
        catch (Exception e) when (e is Win32Exception or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            // Ordinary users may not: see above.
        }
    }
}
