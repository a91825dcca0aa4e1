using System.Diagnostics;

namespace PyConDemo.Api.Tests.Support;

/// <summary>Waits for what another thread or process brings about, with a deadline.</summary>
public static class Eventually
{
    /// <summary>Asks until the answer is true; fails with <paramref name="what"/> after two minutes, far above what a busy machine needs.</summary>
    public static async Task TrueAsync(Func<Task<bool>> condition, string what, CancellationToken cancellationToken)
    {
        for (var watch = Stopwatch.StartNew(); !await condition();)
        {
            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(2), $"It never came to pass: {what}.");
            await Task.Delay(10, cancellationToken);
        }
    }
}
