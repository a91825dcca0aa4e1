using PyConDemo.Api.Data.Seeding;

namespace PyConDemo.Api.Tests;

/// <summary>Shows nothing; a test may look at, or stop at, each part.</summary>
public sealed class SilentSeedProgress(Action<string>? begin = null, Action<long>? loaded = null) : ISeedProgress
{
    public Task ShowAsync(long rows, Func<Task> seed) => seed();

    public void Begin(string name) => begin?.Invoke(name);

    public void Loaded(long rows) => loaded?.Invoke(rows);
}
