using System.Diagnostics;
using Docker.DotNet.Models;
using PyConDemo.Postgres.Containers;
using PyConDemo.Postgres.Sources;

namespace PyConDemo.Postgres.Tests;

public sealed class ContainerEngineTests : IDisposable
{
    private const string FailedPull = """
        {"status":"Pulling"}
        {"errorDetail":{"message":"no such host"},"error":"no such host"}

        """;

    private readonly ScratchFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Socket => Path.Combine(_folder.Path, "engine.sock");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_engine_that_answers_a_ping_is_found_with_its_API_version()
    {
        await using var fake = new FakeEngine(Socket);
        var (engine, reason) = await ProbeAsync("unix://" + Socket);
        using (engine)
            Assert.Equal((FakeEngine.ApiVersion, null), (engine?.ApiVersion, reason));
        Assert.StartsWith("GET /_ping ", Assert.Single(fake.Requests));
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
    [InlineData(200, null)]
    [InlineData(200, "")]
    [InlineData(200, "new")]
    [InlineData(500, FakeEngine.ApiVersion)]
    public async Task Something_else_on_the_socket_is_no_engine(int status, string? apiVersion)
    {
        await using var fake = new FakeEngine(Socket, _ => (status, "OK"), apiVersion);
        Assert.Null((await ProbeAsync("unix://" + Socket)).Engine);
    }

    [Fact]
    public async Task A_silent_engine_at_a_usual_socket_is_given_up_after_a_second()
    {
        var socket = NewUsualSocket();
        await using var fake = new FakeEngine(socket, _ => null);
        var watch = Stopwatch.StartNew();
        Assert.Contains($"{socket}: silent for 1 s", (await ProbeAsync(null)).Reason);
        Assert.InRange(watch.ElapsedMilliseconds, 900, 8_000);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_engine_that_was_asked_for_may_be_slow(bool askedFor)
    {
        var socket = NewUsualSocket();
        await using var fake = new FakeEngine(socket, _ => (200, "OK"), delay: TimeSpan.FromSeconds(2));
        var (engine, _) = await ProbeAsync(askedFor ? null : $"unix://{socket}", askedFor);
        using (engine)
            Assert.NotNull(engine);
    }

    [Fact]
    public async Task A_dead_socket_or_an_unknown_scheme_is_a_reason_not_a_crash()
    {
        const string Dead = "no container engine answers at unix:///nonexistent.sock (DOCKER_HOST): ";
        Assert.StartsWith(Dead, (await ProbeAsync("unix:///nonexistent.sock")).Reason);
        Assert.Contains("no container engine answers at", (await ProbeAsync("ssh://me@there")).Reason);
        Assert.Contains("no container engine answers (DOCKER_HOST): ", (await ProbeAsync("nonsense")).Reason);
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
            _ => (200, "OK"),
        });
        var (engine, _) = await ProbeAsync("unix://" + Socket);
        using (engine)
        {
            var failed = await Record.ExceptionAsync(() => engine!.EnsureImageAsync("postgres:17-alpine", Cancel));
            const string Before = "the container engine has no image postgres:17-alpine, and can't pull it: ";
            Assert.Equal(expected is null ? null : Before + expected, failed?.Message);
        }

        const string Inspect = $"GET /v{FakeEngine.ApiVersion}/images/postgres:17-alpine/json ";
        Assert.Contains(fake.Requests, request => request.StartsWith(Inspect, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true, "127.0.0.1")]
    [InlineData(false, "")]
    public async Task A_new_container_publishes_its_ports_on_this_machine_only(bool onLoopback, string address)
    {
        await using var fake = new FakeEngine(Socket, _ => (201, """{"Id":"1"}"""));
        var builder = new Docker.DotNet.DockerClientBuilder().WithEndpoint(new("unix://" + Socket));
        var connection = new EngineConnection(new(new("unix://" + Socket)), onLoopback);
        using var client = builder.WithAuthProvider(connection).Build();
        await client.Containers.CreateContainerAsync(
            new()
            {
                Image = "postgres",
                HostConfig = new()
                {
                    PortBindings = new Dictionary<string, IList<PortBinding>>
                    {
                        ["5432/tcp"] = [new() { HostPort = "" }],
                        ["8080/tcp"] = [new() { HostPort = "" }],
                    },
                },
            },
            Cancel);
        var body = System.Text.Json.Nodes.JsonNode.Parse(Assert.Single(fake.Requests).Split('\n')[1])!;
        var ports = body["HostConfig"]!["PortBindings"]!.AsObject();
        Assert.Equal(2, ports.Count);
        Assert.All(ports, port => Assert.Equal(address, $"{port.Value![0]!["HostIp"]}"));
    }

    private string NewUsualSocket()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "var/run"));
        return Path.Combine(_folder.Path, "var/run/docker.sock");
    }

    /// <summary>The test has its own root folder, so that it finds no socket of this machine.</summary>
    private async Task<(ContainerEngine? Engine, string? Reason)> ProbeAsync(string? host, bool askedFor = false)
    {
        var environment = new HostEnvironment
        {
            Root = _folder.Path,
            Variable = name => name == "DOCKER_HOST" ? host : null,
        };
        try
        {
            return (await ContainerEngine.FindAsync(environment, askedFor, Cancel), null);
        }
        catch (SourceUnavailableException unavailable)
        {
            return (null, unavailable.Message);
        }
    }
}
