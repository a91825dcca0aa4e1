using System.ComponentModel;
using System.Diagnostics;

namespace PyConDemo.Stage.Page;

/// <summary>The user's own browser.</summary>
internal static class Browser
{
    /// <summary>Where there is none, the address on the terminal has to do.</summary>
    public static void Open(string address)
    {
        try
        {
            var command = OperatingSystem.IsWindows() ? new ProcessStartInfo(address) { UseShellExecute = true }
                : new ProcessStartInfo(OperatingSystem.IsMacOS() ? "open" : "xdg-open", [address])
                {
                    RedirectStandardOutput = true, // what it has to say is not for this terminal
                    RedirectStandardError = true,
                };
            using var opened = Process.Start(command);
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            // A server without a desktop.
        }
    }
}
