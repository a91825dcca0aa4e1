namespace PyConDemo.Checklist.Reporting;

/// <summary>Whether a request's last verdict is there. Makes a task only for those who wait. Thread-safe.</summary>
internal sealed class Completion
{
    private static readonly TaskCompletionSource Reached = Completed();
    private TaskCompletionSource? _source;

    /// <summary>Ends with the last verdict.</summary>
    public Task Task => (Volatile.Read(ref _source) ?? Interlocked.CompareExchange(ref _source, New(), null) ?? _source).Task;

    public void Complete() => Interlocked.Exchange(ref _source, Reached)?.TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static TaskCompletionSource Completed()
    {
        var source = New();
        source.SetResult();
        return source;
    }
}
