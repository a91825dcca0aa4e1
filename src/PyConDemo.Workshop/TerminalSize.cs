using System.Runtime.InteropServices;

namespace PyConDemo.Workshop;

/// <summary>The size of the terminal's window.</summary>
internal static class TerminalSize
{
    /// <summary>Calls an action from another thread whenever the size changes, until the result is disposed.</summary>
    /// <returns>Null on Windows, which sends no signal. Its terminals move the lines themselves.</returns>
    public static IDisposable? OnChanged(Action action)
        => OperatingSystem.IsWindows() ? null
            : PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => action());
}
