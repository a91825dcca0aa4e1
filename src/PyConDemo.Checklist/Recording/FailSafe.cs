using System.Diagnostics;

namespace PyConDemo.Checklist.Recording;

/// <summary>The checklist runs inside the program's commands and requests: an error of its own must not become theirs.</summary>
internal static class FailSafe
{
    /// <summary>Tells our tests of errors that a program must not notice.</summary>
    public static event Action<Exception>? Failed;

    /// <param name="state">What the look needs, so that it can be static: it runs for every command.</param>
    /// <param name="look">What must not fail.</param>
    public static void Run<T>(T state, Action<T> look)
    {
        try
        {
            look(state);
        }
        catch (Exception error)
        {
            Trace.TraceError($"Server Health Checklist: {error}");
            Failed?.Invoke(error);
        }
    }
}
