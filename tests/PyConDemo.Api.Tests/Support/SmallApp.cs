using PyConDemo.Api.Data.Seeding;

namespace PyConDemo.Api.Tests.Support;

/// <summary>
/// One running program for all tests of a class. The tests only read, or they own the rows that they write.
/// </summary>
public sealed class SmallApp(Cluster cluster) : IAsyncLifetime
{
    /// <summary>The program's name behind a proxy.</summary>
    public const string AllowedHost = "demo.example";

    public DemoApp App { get; private set; } = null!;

    public HttpClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        App = await DemoApp.StartAsync(
            cluster, DemoScale.Small, builder => builder.UseSetting("Demo:AllowedHosts", AllowedHost));
        Client = App.CreateClient();
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
