namespace PyConDemo.Postgres.Tests;

internal static class Eventually
{
    /// <summary>Polls until it holds; fails the test after two minutes, many times what a busy machine needs.</summary>
    public static async Task HoldsAsync(Func<bool> condition, string what)
    {
        for (var deadline = DateTime.UtcNow.AddMinutes(2); !condition(); await Task.Delay(20, TestContext.Current.CancellationToken))
            Assert.True(DateTime.UtcNow < deadline, $"Not within two minutes: {what}");
    }
}
