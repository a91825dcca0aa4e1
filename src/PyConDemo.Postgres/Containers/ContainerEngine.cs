using System.Text.Json.Nodes;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace PyConDemo.Postgres.Containers;

/// <summary>A Docker-compatible container engine that answered.</summary>
internal sealed record ContainerEngine(Uri Address, string ApiVersion, DockerClient Client) : IDisposable
{
    // A local engine answers in milliseconds. Where none runs, the search must cost next to nothing.
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan PullTimeout = TimeSpan.FromMinutes(3); // 110 MB on a slow line

    /// <summary>Asks every address in turn, for at most one second each, and returns the first engine.</summary>
    /// <exception cref="SourceUnavailableException">No engine answers.</exception>
    public static async Task<ContainerEngine> FindAsync(
        HostEnvironment environment, CancellationToken cancellationToken)
    {
        var reason = "no container engine answers";
        foreach (var address in Candidates(environment))
        {
            try
            {
                var version = await AskVersionAsync(address, cancellationToken);
                var builder = new DockerClientBuilder().WithEndpoint(address).WithApiVersion(version);
                return new(address, version.ToString(), builder.WithTimeout(PullTimeout).Build());
            }
            catch (Exception failed) when (!cancellationToken.IsCancellationRequested)
            {
                var why = failed is OperationCanceledException ? "silent for 1 s" : failed.Message;
                reason = $"no container engine answers at {address}: {why}";
            }
        }

        throw new SourceUnavailableException(reason);
    }

    /// <summary>Pulls an image that the engine doesn't have yet. The limit is three minutes.</summary>
    /// <exception cref="SourceUnavailableException">The engine can't pull it.</exception>
    public async Task EnsureImageAsync(string image, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(PullTimeout);
        try
        {
            try
            {
                await Client.Images.InspectImageAsync(image, limit.Token);
            }
            catch (DockerImageNotFoundException)
            {
                await PullAsync(image, limit.Token);
            }
        }
        catch (Exception failed) when (!cancellationToken.IsCancellationRequested)
        {
            var why = failed switch
            {
                OperationCanceledException => $"not done after {PullTimeout.TotalMinutes:0} min",
                DockerApiException refused => Message(refused) ?? $"the engine answers {(int)refused.StatusCode}",
                _ => failed.Message,
            };
            throw new SourceUnavailableException(
                $"the container engine has no image {image}, and can't pull it: {why}", failed);
        }
    }

    public void Dispose() => Client.Dispose();

    /// <summary>DOCKER_HOST, or the usual sockets of Docker (also rootless and Desktop), Colima and Podman.</summary>
    private static IReadOnlyList<Uri> Candidates(HostEnvironment environment)
    {
        if (environment.Variable("DOCKER_HOST") is { Length: > 0 } chosen)
            return Uri.TryCreate(chosen, UriKind.Absolute, out var address) ? [address] : [];
        if (OperatingSystem.IsWindows()) return [new("npipe://./pipe/docker_engine")];
        var home = environment.Variable("HOME") ?? "/nonexistent";
        var runtime = environment.Variable("XDG_RUNTIME_DIR") ?? "/nonexistent";
        string[] sockets =
        [
            "/var/run/docker.sock", $"{runtime}/docker.sock",
            $"{home}/.docker/run/docker.sock", $"{home}/.docker/desktop/docker.sock",
            $"{home}/.colima/default/docker.sock", $"{runtime}/podman/podman.sock",
        ];
        var existing = sockets.Select(socket => environment.Root + socket).Where(File.Exists);
        return [.. existing.Select(socket => new Uri("unix://" + socket))];
    }

    private static async Task<System.Version> AskVersionAsync(Uri address, CancellationToken cancellationToken)
    {
        using var client = new DockerClientBuilder().WithEndpoint(address).WithTimeout(ProbeTimeout).Build();
        var answer = await client.System.GetVersionAsync(cancellationToken);
        return System.Version.TryParse(answer.APIVersion, out var version)
            ? version
            : throw new IOException("it tells no version, as Docker's does");
    }

    private async Task PullAsync(string image, CancellationToken cancellationToken)
    {
        // Without a tag the engine would pull all of them.
        var hasTag = image.Contains('@') || image.LastIndexOf(':') > image.LastIndexOf('/');
        var parameters = new ImagesCreateParameters { FromImage = hasTag ? image : image + ":latest" };
        var progress = new LastError();
        await Client.Images.CreateImageAsync(parameters, authConfig: null, progress, cancellationToken);
        if (progress.Message is { } error) throw new IOException(error);
    }

    private static string? Message(DockerApiException refused)
        => refused.ResponseBody is ['{', ..] json ? (string?)JsonNode.Parse(json)!["message"] : null;

    /// <summary>An engine answers a pull with 200 first. Whether the pull failed stands in a later line.</summary>
    private sealed class LastError : IProgress<JSONMessage>
    {
        public string? Message { get; private set; }

        public void Report(JSONMessage value) => Message = value.Error?.Message ?? Message;
    }
}
