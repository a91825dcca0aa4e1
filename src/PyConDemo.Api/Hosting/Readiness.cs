namespace PyConDemo.Api.Hosting;

/// <summary>Whether the data is seeded and proven. Thread-safe.</summary>
public sealed class Readiness
{
    private readonly TaskCompletionSource _seeded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>True once the data is in place; it never turns false again.</summary>
    public bool IsReady => _seeded.Task.IsCompletedSuccessfully;

    /// <summary>Completes when the data is in place.</summary>
    public Task Ready => _seeded.Task;

    public void Set() => _seeded.TrySetResult();
}
