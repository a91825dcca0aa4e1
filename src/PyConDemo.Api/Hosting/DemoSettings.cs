using PyConDemo.Api.Data.Seeding;

namespace PyConDemo.Api.Hosting;

/// <summary>Every setting of the demo in one place: section <c>Demo</c>, beside <c>Postgres</c> and <c>ConnectionStrings:Demo</c>.</summary>
public sealed record DemoSettings
{
    /// <summary>How much data is seeded: <c>small</c>, <c>stage</c> or <c>large</c>.</summary>
    public DemoScale Scale { get; init; } = DemoScale.Stage;

    /// <summary>True: the program ends when its standard input closes. For a parent process, whose sudden death must not leave a server behind.</summary>
    public bool StopWithStdin { get; init; }
}
