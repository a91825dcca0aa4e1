namespace PyConDemo.Checklist.Recording;

/// <summary>Runs code of the checklist inside the program's commands and requests. An error is traced, and never
/// reaches the program.</summary>
internal static class FailSafe
{
    /// <summary>Tells the tests of errors that a program must not notice.</summary>
    public static event Action<Exception>? Failed;

    /// <param name="state">The argument of <paramref name="action"/>, which can then be static and allocate
    /// nothing.</param>
    public static void Run<T>(T state, Action<T> action)
    {
        try
        {
            action(state);
        }
        catch (Exception error)
        {
            Trace.TraceError($"Server Health Checklist: {error}");
            Failed?.Invoke(error);
        }
    }
}
