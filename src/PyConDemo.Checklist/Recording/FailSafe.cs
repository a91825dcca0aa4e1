namespace PyConDemo.Checklist.Recording;

/// <summary>Runs code inside the program's commands and requests. Errors are traced and go no further.</summary>
/// <remarks>Each method takes a state as the argument of its function, which can then be static and allocate
/// nothing.</remarks>
internal static class FailSafe
{
    /// <summary>Tells the tests of errors that a program must not notice.</summary>
    public static event Action<Exception>? Failed;

    /// <returns>True if the action succeeded.</returns>
    public static bool Run<T>(T state, Action<T> action)
    {
        try
        {
            action(state);
            return true;
        }
        catch (Exception error)
        {
            Report(error);
            return false;
        }
    }

    /// <returns>The function's result; after an error, the default.</returns>
    public static TResult? Get<T, TResult>(T state, Func<T, TResult> function)
    {
        try
        {
            return function(state);
        }
        catch (Exception error)
        {
            Report(error);
            return default;
        }
    }

    public static async Task RunAsync<T>(T state, Func<T, Task> action)
    {
        try
        {
            await action(state);
        }
        catch (Exception error)
        {
            Report(error);
        }
    }

    private static void Report(Exception error)
    {
        Trace.TraceError($"Server Health Checklist: {error}");
        Failed?.Invoke(error);
    }
}
