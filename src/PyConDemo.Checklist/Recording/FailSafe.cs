namespace PyConDemo.Checklist.Recording;

/// <summary>Runs code inside the program's commands and requests. Errors are traced and go no further.</summary>
internal static class FailSafe
{
    /// <summary>Tells the tests of errors that a program must not notice.</summary>
    public static event Action<Exception>? Failed;

    /// <param name="state">The argument of the action, which can then be static and allocate nothing.</param>
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
