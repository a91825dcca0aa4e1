using System.Text.Json;

namespace PyConDemo.Architecture.Tests;

/// <summary>docker-compose.yml, Dockerfile and devcontainer.json fit the projects and each other.</summary>
public class ContainerFileTests
{
    private static readonly string[] Compose = File.ReadAllLines(Path.Combine(Repository.Root, "docker-compose.yml"));

    public static TheoryData<string> Services => [.. Blocks("services:").Select(service => service.Name)];

    [Fact]
    public void Compose_starts_the_database_the_API_and_the_stage()
        => Assert.Equal(["postgres", "api", "stage"], Services.Select(row => row.Data));

    [Theory]
    [MemberData(nameof(Services))]
    public void A_service_is_limited_and_only_this_machine_can_connect(string service)
    {
        var settings = Settings(service);
        Assert.Contains("read_only: true", settings);
        Assert.Contains("tmpfs:", settings);
        Assert.Contains("healthcheck:", settings);
        Assert.Contains(settings, setting => setting.StartsWith("mem_limit: ", StringComparison.Ordinal));
        var ports = settings.SkipWhile(setting => setting != "ports:").Skip(1).TakeWhile(setting => setting[0] == '-');
        Assert.NotEmpty(ports);
        Assert.All(ports, port => Assert.StartsWith("- \"127.0.0.1:", port));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void A_service_keeps_its_data_in_a_named_volume(string service)
    {
        var volumes = Settings(service).SkipWhile(setting => setting != "volumes:").Skip(1)
            .TakeWhile(setting => setting[0] == '-').Select(volume => volume[2..].Split(':')[0]);
        Assert.Subset(Blocks("volumes:").Select(volume => volume.Name).ToHashSet(), volumes.ToHashSet());
        Assert.NotEmpty(volumes);
    }

    [Fact]
    public void The_trusted_network_is_that_of_the_services()
    {
        var network = Compose.Single(line => line.Contains("subnet: ")).Split("subnet: ")[1].Split(' ')[0];
        Assert.Contains($"Demo__TrustedNetwork: {network}", Settings("api"));
    }

    [Fact]
    public void The_image_is_built_from_every_project_that_the_programs_reference()
    {
        var copied = File.ReadLines(Path.Combine(Repository.Root, "Dockerfile"))
            .Where(line => line.StartsWith("COPY src/PyConDemo.", StringComparison.Ordinal))
            .Select(line => line.Split('/')[1]);
        var needed = new SortedSet<string>(StringComparer.Ordinal);
        Add("PyConDemo.Api");
        Add("PyConDemo.Stage");
        Assert.Equal(needed, copied.Order(StringComparer.Ordinal));

        void Add(string project)
        {
            if (!needed.Add(project)) return;
            foreach (var reference in ProjectTests.References(project)) Add(reference);
        }
    }

    [Fact]
    public void The_devcontainer_forwards_the_ports_of_compose_and_of_the_workshops_host()
    {
        using var json = ReadDevcontainer();
        var forwarded = json.RootElement.GetProperty("forwardPorts").EnumerateArray().Select(port => port.GetInt32());
        Assert.Equal([5080, 5100, 5200], forwarded);
        Assert.All(forwarded.Take(2),
            port => Assert.Contains(Compose, line => line.Contains($"\"127.0.0.1:{port}:{port}\"")));
        Assert.Equal(forwarded.Select(port => $"{port}"),
            json.RootElement.GetProperty("portsAttributes").EnumerateObject().Select(port => port.Name));
    }

    /// <summary>The judge needs PostgreSQL's server with auto_explain, and the browser tests need Chromium.</summary>
    [Fact]
    public void The_devcontainer_has_what_the_programs_need()
    {
        using var json = ReadDevcontainer();
        var packages = json.RootElement.GetProperty("onCreateCommand").GetString()!.Split(' ');
        Assert.Subset(packages.ToHashSet(), new HashSet<string> { "postgresql", "postgresql-contrib", "chromium" });

        var sdk = json.RootElement.GetProperty("features").EnumerateObject()
            .Single(feature => feature.Name.Contains("/dotnet:")).Value.GetProperty("version").GetString();
        var wanted = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "global.json")))
            .RootElement.GetProperty("sdk").GetProperty("version").GetString()!;
        Assert.StartsWith($"{sdk}.", wanted);

        var build = json.RootElement.GetProperty("updateContentCommand").GetString()!;
        Assert.StartsWith("dotnet build && ", build);
        Assert.Contains("src/PyConDemo.Workshop -- n-plus-one", build);
    }

    private static JsonDocument ReadDevcontainer() => JsonDocument.Parse(
        File.ReadAllText(Path.Combine(Repository.Root, ".devcontainer/devcontainer.json")),
        new() { CommentHandling = JsonCommentHandling.Skip });

    /// <summary>The lines of a service, without indentation, comments and empty lines.</summary>
    private static string[] Settings(string service)
        => [.. Blocks("services:").Single(block => block.Name == service).Lines.Select(line => WithoutComment(line.Trim()))];

    private static string WithoutComment(string setting) => setting.Split(" #")[0];

    /// <summary>The children of a top-level key: two blanks, a name, a colon, and deeper lines.</summary>
    private static IEnumerable<(string Name, string[] Lines)> Blocks(string key)
    {
        var section = Compose.SkipWhile(line => line != key).Skip(1)
            .TakeWhile(line => line.Length == 0 || line[0] == ' ')
            .Where(line => line.Trim() is { Length: > 0 } text && text[0] != '#').ToArray();
        for (var i = 0; i < section.Length; i++)
        {
            if (section[i][2] == ' ') continue;
            yield return (section[i].Trim().TrimEnd(':'), [.. section.Skip(i + 1).TakeWhile(line => line[2] == ' ')]);
        }
    }
}
