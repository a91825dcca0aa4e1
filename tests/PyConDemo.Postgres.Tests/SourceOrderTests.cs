using PyConDemo.Postgres.Sources;

namespace PyConDemo.Postgres.Tests;

public sealed class SourceOrderTests : IDisposable
{
    private readonly ScratchFolder _empty = new();

    public void Dispose() => _empty.Dispose();

    [Fact]
    public async Task When_none_can_serve_one_line_names_what_was_tried_and_what_to_install()
    {
        var bare = new HostEnvironment { Root = _empty.Path, Variable = _ => null };
        var options = new PostgresOptions { Mirror = new("http://127.0.0.1:9"), DataFolder = _empty.Path + "/data" };
        var failed = await Assert.ThrowsAsync<PostgresUnavailableException>(
            () => PostgresServer.StartAsync(options, bare, TestContext.Current.CancellationToken));
        string[] parts =
        [
            "ConnectionStrings__Demo is empty", "no server binaries", "no container engine answers",
            "can't be downloaded from http://127.0.0.1:9", "Install it: ", "Docker or Podman",
        ];
        Assert.All(parts, part => Assert.Contains(part, failed.Message));
        Assert.DoesNotContain('\n', failed.Message);
    }

    [Fact]
    public async Task The_description_says_why_earlier_sources_were_passed_over()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var found = await new Local.BinariesFinder(HostEnvironment.Current).FindAsync(cancellationToken);
        Assert.SkipWhen(found is not { IsNewEnough: true }, "no server binaries on this machine");
        var noEngine = new HostEnvironment
        {
            Variable = name => name == "DOCKER_HOST"
                ? "unix:///nonexistent.sock"
                : Environment.GetEnvironmentVariable(name),
        };
        var options = new PostgresOptions
        {
            Order = [PostgresSource.Configured, PostgresSource.Container, PostgresSource.Local],
            Throwaway = true,
        };
        await using var server = await PostgresServer.StartAsync(options, noEngine, cancellationToken);
        Assert.Equal(PostgresSource.Local, server.Source);
        Assert.Contains("not configured", server.Description);
        Assert.Contains("no container engine answers", server.Description);
        Assert.DoesNotContain('\n', server.Description);
    }
}
