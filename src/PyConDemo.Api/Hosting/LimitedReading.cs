using System.Diagnostics;

namespace PyConDemo.Api.Hosting;

/// <summary>Reads something from the database and waits for it only so long, whatever the database does. There is one
/// attempt at a time, so attempts on a database that hangs don't pile up. Thread-safe.</summary>
/// <param name="limit">The longest wait of a caller.</param>
/// <param name="read">An attempt. Nobody cancels it, so it needs time-outs of its own.</param>
public sealed class LimitedReading<T>(TimeSpan limit, Func<Task<T?>> read) where T : class
{
    private readonly Lock _gate = new();
    private Task<T?> _attempt = Task.FromResult<T?>(null);

    /// <summary>Reads, or waits for the attempt of another caller. Null if there is no value within the limit.</summary>
    public async Task<T?> TryReadAsync()
    {
        try
        {
            return await CurrentAttempt().WaitAsync(limit);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private Task<T?> CurrentAttempt()
    {
        lock (_gate)
        {
            if (_attempt.IsCompleted) _attempt = Task.Run(AttemptAsync);
            return _attempt;
        }
    }

    private async Task<T?> AttemptAsync()
    {
        try
        {
            var start = Stopwatch.GetTimestamp();
            var value = await read();
            // A later caller may have joined this attempt, and must not get an old value as a current one.
            return Stopwatch.GetElapsedTime(start) <= limit ? value : null;
        }
        catch (Exception) // whatever is wrong with the database, it has given no value
        {
            return null;
        }
    }
}
