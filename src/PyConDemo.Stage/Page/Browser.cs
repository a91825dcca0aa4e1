using System.ComponentModel;

namespace PyConDemo.Stage.Page;

internal static class Browser
{
    /// <summary>Opens an address, or does nothing without a browser: the terminal shows the address too.</summary>
    public static void Open(string address)
    {
        try
        {
            var command = OperatingSystem.IsWindows() ? new ProcessStartInfo(address) { UseShellExecute = true }
                : new ProcessStartInfo(OperatingSystem.IsMacOS() ? "open" : "xdg-open", [address])
                {
                    RedirectStandardOutput = true, // the browser's messages would mix with ours on the terminal
                    RedirectStandardError = true,
                };
            using var opened = Process.Start(command);
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            // This is a server without a desktop.
        }
    }
}
