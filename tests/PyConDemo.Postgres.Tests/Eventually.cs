namespace PyConDemo.Postgres.Tests;

internal static class Eventually
{
    /// <summary>
    /// Waits until the condition holds. The test fails after two minutes, which is many times what a busy machine
    /// needs.
    /// </summary>
    public static async Task HoldsAsync(Func<bool> condition, string what)
    {
        var deadline = DateTime.UtcNow.AddMinutes(2);
        for (; !condition(); await Task.Delay(20, TestContext.Current.CancellationToken))
            Assert.True(DateTime.UtcNow < deadline, $"Not within two minutes: {what}");
    }
}
