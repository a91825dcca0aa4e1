namespace PyConDemo.Postgres.Tests;

internal static class Eventually
{
    /// <summary>Polls until it holds; fails the test after 30 s, many times what a healthy machine needs.</summary>
    public static async Task HoldsAsync(Func<bool> condition, string what)
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(30); !condition(); await Task.Delay(20, TestContext.Current.CancellationToken))
            Assert.True(DateTime.UtcNow < deadline, $"Not within 30 s: {what}");
    }
}
