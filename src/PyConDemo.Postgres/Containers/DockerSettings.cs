using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Docker.DotNet;

namespace PyConDemo.Postgres.Containers;

/// <summary>The Docker client's settings: its environment variables, its config.json and its contexts.</summary>
internal sealed class DockerSettings(HostEnvironment environment) : IDockerCliSettings
{
    private const string NoContext = "default";

    // Docker's documentation writes four slashes. Uri would read no host name there.
    public string? DockerHost => Variable("DOCKER_HOST")?.Replace("npipe:////", "npipe://", StringComparison.Ordinal);

    public string? DockerContext => Variable("DOCKER_CONTEXT");

    public string? DockerTlsVerify => Variable("DOCKER_TLS_VERIFY");

    public string DockerConfig => Variable("DOCKER_CONFIG") ?? $"{environment.Root}{environment.Home}/.docker";

    /// <summary>True if an engine was asked for: the user expects this program to wait for it.</summary>
    public bool NamesAnEngine => (DockerHost ?? DockerContext) is not null;

    /// <summary>The address that the Docker client would use, if a setting names one: DOCKER_HOST, DOCKER_CONTEXT, or
    /// the context that `docker context use` has chosen.</summary>
    /// <exception cref="SourceUnavailableException">A setting can't be used.</exception>
    public EngineAddress? ChosenAddress()
    {
        var config = new DockerConfig(this);
        var chosenBy = "DOCKER_HOST";
        try
        {
            if (DockerHost is not null) return new(config.GetEndpoint(), chosenBy, TlsOfVariables());
            chosenBy = DockerContext is null ? config.FullName : "DOCKER_CONTEXT";
            if ((DockerContext ?? CurrentContext(config)) is not { Length: > 0 } context || context == NoContext)
                return null;

            chosenBy = $"the context {context} of {chosenBy}";
            return new(config.GetEndpoint(context), chosenBy, TlsOfContext(context));
        }
        catch (Exception wrong) when (wrong is DockerConfigurationException or JsonException or IOException
            or UnauthorizedAccessException or InvalidOperationException)
        {
            // The library's message says which context is missing, but not what is wrong with a file.
            var detail = wrong.InnerException is { } inner and not (FileNotFoundException or DirectoryNotFoundException)
                ? $" {inner.Message}"
                : "";
            throw new SourceUnavailableException(
                $"no container engine answers ({chosenBy}): {(wrong.Message + detail).TrimEnd('.')}", wrong);
        }
    }

    private static string? CurrentContext(DockerConfig config)
    {
        if (!config.Exists) return null;
        using var json = config.Parse();
        return json.RootElement.TryGetProperty("currentContext", out var name) ? name.GetString() : null;
    }

    private EngineTls? TlsOfVariables()
        => (DockerTlsVerify ?? Variable("DOCKER_TLS")) is null
            ? null
            : new(Variable("DOCKER_CERT_PATH") ?? DockerConfig, SkipVerify: DockerTlsVerify is null);

    /// <summary>The library reads only the address of a context.</summary>
    private EngineTls? TlsOfContext(string context)
    {
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(context)));
        var files = Path.Combine(DockerConfig, "contexts", "tls", id, "docker");
        var meta = File.ReadAllText(Path.Combine(DockerConfig, "contexts", "meta", id, "meta.json"));
        var skipVerify = (bool?)JsonNode.Parse(meta)!["Endpoints"]!["docker"]!["SkipTLSVerify"] ?? false;
        return skipVerify || Directory.Exists(files) ? new(files, skipVerify) : null;
    }

    /// <summary>The Docker client takes an empty variable as none.</summary>
    private string? Variable(string name) => environment.Variable(name) is { Length: > 0 } value ? value : null;
}
