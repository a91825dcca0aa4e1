using System.Diagnostics;

namespace PyConDemo.Testing;

/// <summary>Waits for what another thread or process does.</summary>
public static class Eventually
{
    /// <summary>Many times what a busy machine needs.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    /// <summary>Asks until the answer is true.</summary>
    /// <exception cref="TimeoutException">It was not true within two minutes; the message names <paramref name="what"/>.</exception>
    public static async Task TrueAsync(Func<Task<bool>> condition, string what, CancellationToken cancellationToken)
    {
        for (var since = Stopwatch.GetTimestamp(); !await condition(); await Task.Delay(Interval, cancellationToken))
        {
            if (Stopwatch.GetElapsedTime(since) > Limit)
                throw new TimeoutException($"This did not happen within {Limit.TotalMinutes:0} minutes: {what}.");
        }
    }

    /// <inheritdoc cref="TrueAsync(Func{Task{bool}}, string, CancellationToken)"/>
    public static Task TrueAsync(Func<bool> condition, string what, CancellationToken cancellationToken)
        => TrueAsync(() => Task.FromResult(condition()), what, cancellationToken);
}
