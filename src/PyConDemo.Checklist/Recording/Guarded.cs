using System.Diagnostics;

namespace PyConDemo.Checklist.Recording;

/// <summary>The checklist runs inside the program's commands and requests: an error of its own must not become theirs.</summary>
internal static class Guarded
{
    /// <summary>Tells our tests of errors that a program must not notice.</summary>
    public static event Action<Exception>? Failed;

    public static void Run(Action look)
    {
        try
        {
            look();
        }
        catch (Exception error)
        {
            Trace.TraceError($"Server Health Checklist: {error}");
            Failed?.Invoke(error);
        }
    }
}
