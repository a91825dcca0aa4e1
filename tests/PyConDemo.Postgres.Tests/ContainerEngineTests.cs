using System.Diagnostics;
using PyConDemo.Postgres.Containers;
using PyConDemo.Postgres.Sources;

namespace PyConDemo.Postgres.Tests;

public sealed class ContainerEngineTests : IDisposable
{
    private const string Version = """{"ApiVersion":"1.41"}""";

    private const string FailedPull = """
        {"status":"Pulling"}
        {"errorDetail":{"message":"no such host"},"error":"no such host"}

        """;

    private readonly ScratchFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Socket => Path.Combine(_folder.Path, "engine.sock");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_engine_that_answers_is_found_with_its_API_version()
    {
        await using var fake = new FakeEngine(Socket, _ => (200, Version));
        var (engine, reason) = await ProbeAsync("unix://" + Socket);
        using (engine)
            Assert.Equal(("1.41", null), (engine?.ApiVersion, reason));
    }

    [Fact]
    public async Task Where_no_engine_has_a_socket_nobody_waits()
    {
        var probe = ProbeAsync(null);
        Assert.True(probe.IsCompleted);
        var (engine, reason) = await probe;
        Assert.Null(engine);
        Assert.Equal("no container engine answers", reason);
    }

    [Theory]
    [InlineData(200, "hello")]
    [InlineData(200, "[]")]
    [InlineData(200, "{}")]
    [InlineData(200, """{"ApiVersion":"new"}""")]
    [InlineData(500, "{}")]
    public async Task Something_else_on_the_socket_is_no_engine(int status, string body)
    {
        await using var fake = new FakeEngine(Socket, _ => (status, body));
        Assert.Null((await ProbeAsync("unix://" + Socket)).Engine);
    }

    [Fact]
    public async Task A_silent_engine_is_given_up_after_a_second()
    {
        await using var fake = new FakeEngine(Socket, _ => null);
        var watch = Stopwatch.StartNew();
        Assert.Contains("silent", (await ProbeAsync("unix://" + Socket)).Reason);
        Assert.InRange(watch.ElapsedMilliseconds, 900, 10_000);
    }

    [Fact]
    public async Task A_dead_socket_or_an_unknown_scheme_is_a_reason_not_a_crash()
    {
        Assert.Contains("no container engine answers at", (await ProbeAsync("unix:///nonexistent.sock")).Reason);
        Assert.Contains("no container engine answers at", (await ProbeAsync("ssh://me@there")).Reason);
        Assert.Contains("no container engine answers", (await ProbeAsync("nonsense")).Reason);
    }

    [Theory]
    [InlineData(200, "{}", 0, "", null)]
    [InlineData(404, "{}", 200, "{\"status\":\"Pulling\"}\n{\"status\":\"Done\"}\n", null)]
    [InlineData(404, "{}", 200, FailedPull, "no such host")]
    [InlineData(404, "{}", 500, "{\"message\":\"denied\"}", "denied")]
    [InlineData(500, "{}", 0, "", "the engine answers 500")]
    public async Task An_image_is_there_or_pulled_or_missing_for_a_reason(
        int present, string presentBody, int pull, string pullBody, string? expected)
    {
        await using var fake = new FakeEngine(Socket, request => request switch
        {
            _ when request.StartsWith("POST", StringComparison.Ordinal) => (pull, pullBody),
            _ when request.Contains("/images/", StringComparison.Ordinal) => (present, presentBody),
            _ => (200, Version),
        });
        var (engine, _) = await ProbeAsync("unix://" + Socket);
        using (engine)
        {
            var failed = await Record.ExceptionAsync(() => engine!.EnsureImageAsync("postgres:17-alpine", Cancel));
            const string Before = "the container engine has no image postgres:17-alpine, and can't pull it: ";
            Assert.Equal(expected is null ? null : Before + expected, failed?.Message);
        }

        const string Inspect = "GET /v1.41/images/postgres:17-alpine/json ";
        Assert.Contains(fake.Requests, request => request.StartsWith(Inspect, StringComparison.Ordinal));
    }

    /// <summary>The test has its own root folder, so that it finds no socket of this machine.</summary>
    private async Task<(ContainerEngine? Engine, string? Reason)> ProbeAsync(string? host)
    {
        var environment = new HostEnvironment
        {
            Root = _folder.Path + "/root",
            Variable = name => name == "DOCKER_HOST" ? host : null,
        };
        try
        {
            return (await ContainerEngine.FindAsync(environment, Cancel), null);
        }
        catch (SourceUnavailableException unavailable)
        {
            return (null, unavailable.Message);
        }
    }
}
