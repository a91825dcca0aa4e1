using System.Diagnostics;

namespace PyConDemo.Api.Tests.Support;

/// <summary>Waits for an effect of another thread or process, with a timeout.</summary>
public static class Eventually
{
    /// <summary>
    /// Repeats the question until the answer is true. It fails with <paramref name="what"/> after two minutes, which is
    /// far more than a busy machine needs.
    /// </summary>
    public static async Task TrueAsync(Func<Task<bool>> condition, string what, CancellationToken cancellationToken)
    {
        for (var watch = Stopwatch.StartNew(); !await condition();)
        {
            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(2), $"It never came to pass: {what}.");
            await Task.Delay(10, cancellationToken);
        }
    }
}
