namespace PyConDemo.Checklist.Recording;

/// <summary>The recorder of the running code, or null. It flows like every AsyncLocal: into what the code awaits or
/// starts.</summary>
internal static class CurrentRecorder
{
    private static readonly AsyncLocal<Recorder?> Local = new();

    public static Recorder? Value
    {
        get => Local.Value;
        set => Local.Value = value;
    }
}

/// <summary>Runs the checklist's own work without a current recorder, so that it does not count as the
/// program's.</summary>
internal static class Background
{
    public static Task<T> Run<T>(Func<Task<T>> work)
    {
        if (ExecutionContext.IsFlowSuppressed()) return Task.Run(work);
        using (ExecutionContext.SuppressFlow()) return Task.Run(work);
    }

    public static Task Run(Func<Task> work) => Run(async () =>
    {
        await work();
        return true;
    });
}
