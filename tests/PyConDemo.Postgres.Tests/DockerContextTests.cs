using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using PyConDemo.Postgres.Containers;
using PyConDemo.Postgres.Sources;

namespace PyConDemo.Postgres.Tests;

/// <summary>The engine is found where the Docker client finds it.</summary>
public sealed class DockerContextTests : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly Dictionary<string, string> _variables = new() { ["HOME"] = "/me", ["XDG_RUNTIME_DIR"] = "/run/me" };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_first_setting_wins_and_without_one_a_usual_socket_serves()
    {
        await using var host = new FakeEngine(NewSocket("host.sock"));
        await using var colima = new FakeEngine(NewSocket("colima.sock"));
        await using var orbstack = new FakeEngine(NewSocket("orbstack.sock"));
        await using var usual = new FakeEngine(NewSocket("var/run/docker.sock"));
        Assert.Equal("var/run/docker.sock", await FoundAsync());
        AddContext("orbstack", "orbstack.sock");
        AddContext("colima", "colima.sock");
        Assert.Equal("var/run/docker.sock", await FoundAsync());
        Use("orbstack");
        Assert.Equal("orbstack.sock", await FoundAsync());
        _variables["DOCKER_CONTEXT"] = "colima";
        Assert.Equal("colima.sock", await FoundAsync());
        _variables["DOCKER_HOST"] = $"unix://{_folder.Path}/host.sock";
        Assert.Equal("host.sock", await FoundAsync());
        (_variables["DOCKER_HOST"], _variables["DOCKER_CONTEXT"]) = ("", "default");
        Assert.Equal("var/run/docker.sock", await FoundAsync());
    }

    [Fact]
    public async Task The_settings_of_another_folder_replace_those_at_home()
    {
        await using var engine = new FakeEngine(NewSocket("other.sock"));
        Use("missing");
        _variables["DOCKER_CONFIG"] = Path.Combine(_folder.Path, "other");
        AddContext("mine", "other.sock", "other");
        Use("mine", "other");
        Assert.Equal("other.sock", await FoundAsync());
    }

    [Theory]
    [InlineData("""{"currentContext":"gone"}""", "(the context gone of {0}/config.json): The Docker context 'gone' does")]
    [InlineData("""{"currentContext":"empty"}""", "(the context empty of {0}/config.json): The Docker host is null")]
    [InlineData("""{"currentContext":"dead"}""", "at unix://{1}/dead.sock (the context dead of {0}/config.json): ")]
    [InlineData("""{"currentContext":1}""", "({0}/config.json): ")]
    [InlineData("[]", "({0}/config.json): ")]
    [InlineData("{", "({0}/config.json): ")]
    public async Task A_choice_that_does_not_answer_is_named_and_no_other_engine_is_taken(string config, string reason)
    {
        await using var usual = new FakeEngine(NewSocket("var/run/docker.sock"));
        AddContext("dead", "dead.sock");
        AddContext("empty", null);
        _folder.File("me/.docker/config.json", config);
        var failed = await Assert.ThrowsAsync<SourceUnavailableException>(FoundAsync);
        var expected = "no container engine answers " + string.Format(reason, _folder.Path + "/me/.docker", _folder.Path);
        Assert.StartsWith(expected, failed.Message);
        Assert.DoesNotContain('\n', failed.Message);
    }

    [Fact]
    public async Task A_variable_that_names_no_context_is_named()
    {
        _variables["DOCKER_CONTEXT"] = "gone";
        var failed = await Assert.ThrowsAsync<SourceUnavailableException>(FoundAsync);
        Assert.Contains("(the context gone of DOCKER_CONTEXT): ", failed.Message);
    }

    [Fact]
    public async Task Every_usual_socket_is_tried_in_order()
    {
        string[] sockets =
        [
            "/var/run/docker.sock", "/run/me/docker.sock", "/me/.docker/run/docker.sock",
            "/me/.docker/desktop/docker.sock", "/me/.colima/default/docker.sock",
            "/me/.config/colima/default/docker.sock", "/me/.orbstack/run/docker.sock", "/me/.rd/docker.sock",
            "/run/podman/podman.sock", "/run/me/podman/podman.sock",
            "/me/.local/share/containers/podman/machine/podman.sock",
            "/me/.local/share/containers/podman/machine/qemu/podman.sock",
            "/me/.local/share/containers/podman/machine/applehv/podman.sock",
            "/var/folders/T/podman/a-api.sock", "/var/folders/T/podman/b-api.sock",
            "/run/me/podman/podman-machine-default-api.sock",
        ];
        _variables["TMPDIR"] = "/var/folders/T/";
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has pipes");
        foreach (var socket in sockets) _folder.File(socket[1..]); // nobody listens there
        var failed = await Assert.ThrowsAsync<SourceUnavailableException>(FoundAsync);
        var tried = failed.Message.Split(" at unix://")[1..].Select(part => part[_folder.Path.Length..].Split(": ")[0]);
        Assert.Equal(sockets, tried);
    }

    [Theory]
    [InlineData("unix:///var/run/docker.sock", true)]
    [InlineData("npipe:////./pipe/docker_engine", true)]
    [InlineData("tcp://127.0.0.1:2375", true)]
    [InlineData("tcp://localhost:2375", true)]
    [InlineData("tcp://[::1]:2375", false)]
    [InlineData("tcp://192.168.1.20:2375", false)]
    [InlineData("tcp://build.example:2376", false)]
    public void Only_the_engine_of_this_machine_publishes_on_its_loopback_address(string host, bool local)
    {
        _variables["DOCKER_HOST"] = host;
        Assert.Equal(local, new DockerSettings(Machine()).ChosenAddress()!.IsLocal);
    }

    [Theory]
    [InlineData("unix:///home/me/.docker/desktop/docker.sock", true)]
    [InlineData("unix:///home/me/.config/colima/default/docker.sock", true)]
    [InlineData("unix:///run/user/1000/podman/podman-machine-default-api.sock", true)]
    [InlineData("unix:///run/user/1000/podman/podman.sock", false)]
    [InlineData("unix:///var/run/docker.sock", false)]
    [InlineData("tcp://192.168.1.20:2375", false)]
    public void A_forwarded_socket_is_not_the_one_inside_the_virtual_machine(string address, bool forwarded)
    {
        Assert.SkipWhen(OperatingSystem.IsMacOS(), "every engine is in a virtual machine");
        Assert.Equal(forwarded, new EngineAddress(new(address)).IsInVirtualMachine);
    }

    [Theory]
    [InlineData("ours", "localhost", false, true)]
    [InlineData("ours", "127.0.0.1", false, false)] // the certificate names localhost only
    [InlineData("theirs", "localhost", false, false)]
    [InlineData("none", "localhost", false, false)]
    [InlineData("none", "localhost", true, true)]
    public async Task A_context_brings_its_TLS_files(string authority, string name, bool skipVerify, bool expected)
    {
        using var ours = new TestAuthority();
        using var theirs = new TestAuthority();
        using var certificate = ours.Issue("localhost");
        await using var engine = new FakeEngine(certificate);
        var folder = AddContext("remote", $"tcp://{name}:{engine.Port}", skipVerify: skipVerify);
        if (authority != "none") _folder.File($"{folder}/ca.pem", (authority == "ours" ? ours : theirs).Pem);
        using var client = ours.Issue("client");
        _folder.File($"{folder}/cert.pem", client.ExportCertificatePem());
        _folder.File($"{folder}/key.pem", client.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        _variables["DOCKER_CONTEXT"] = "remote";
        var failed = await Record.ExceptionAsync(FoundAsync);
        Assert.Equal(expected, failed is null);
        if (failed is not null) Assert.Contains("certificate", failed.Message);
    }

    private HostEnvironment Machine()
        => new() { Root = _folder.Path, Variable = name => _variables.GetValueOrDefault(name) };

    private string NewSocket(string name)
    {
        var socket = Path.Combine(_folder.Path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(socket)!);
        return socket;
    }

    /// <returns>The name of the engine's socket.</returns>
    private async Task<string> FoundAsync()
    {
        using var engine = await ContainerEngine.FindAsync(Machine(), askedFor: false, Cancel);
        return Path.GetRelativePath(_folder.Path, engine.Address.Uri.LocalPath);
    }

    private void Use(string context, string config = "me/.docker")
        => _folder.File($"{config}/config.json", $$"""{"auths":{},"currentContext":"{{context}}"}""");

    /// <summary>Writes what `docker context create` writes.</summary>
    /// <returns>The folder of the context's TLS files.</returns>
    private string AddContext(string name, string? address, string config = "me/.docker", bool skipVerify = false)
    {
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
        var host = address is null || address.Contains("://", StringComparison.Ordinal)
            ? address
            : $"unix://{_folder.Path}/{address}";
        var meta = new
        {
            Name = name,
            Endpoints = new { docker = new { Host = host, SkipTLSVerify = skipVerify } },
        };
        _folder.File($"{config}/contexts/meta/{id}/meta.json", JsonSerializer.Serialize(meta));
        return $"{config}/contexts/tls/{id}/docker";
    }
}
