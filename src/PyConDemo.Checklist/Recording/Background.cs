namespace PyConDemo.Checklist.Recording;

/// <summary>Work of the checklist's own, outside any measurement: it must not count as the program's.</summary>
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
