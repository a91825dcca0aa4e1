using System.Text.Json.Nodes;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace PyConDemo.Postgres.Containers;

/// <summary>A Docker-compatible container engine that answered.</summary>
internal sealed record ContainerEngine(EngineAddress Address, string ApiVersion, DockerClient Client) : IDisposable
{
    // A local engine answers in milliseconds. Where none runs, the search must cost next to nothing.
    private static readonly TimeSpan ShortTimeout = TimeSpan.FromSeconds(1);

    // An engine that was asked for may be busy, or its virtual machine may wake up.
    private static readonly TimeSpan LongTimeout = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan PullTimeout = TimeSpan.FromMinutes(3); // 110 MB on a slow line

    /// <summary>Returns the engine that the Docker client's settings choose, or else the first of the usual sockets
    /// that answers. It waits for one second at each address, and for ten if an engine was asked for.</summary>
    /// <param name="askedFor">True if no other source may be used. DOCKER_HOST and DOCKER_CONTEXT ask for an engine,
    /// too.</param>
    /// <exception cref="SourceUnavailableException">No engine answers.</exception>
    public static async Task<ContainerEngine> FindAsync(
        HostEnvironment environment, bool askedFor, CancellationToken cancellationToken)
    {
        var settings = new DockerSettings(environment);
        var timeout = askedFor || settings.NamesAnEngine ? LongTimeout : ShortTimeout;
        IEnumerable<EngineAddress> addresses = settings.ChosenAddress() is { } chosen
            ? [chosen]
            : UsualSockets.Find(environment);
        var reasons = new List<string>();
        foreach (var address in addresses)
        {
            try
            {
                return await ConnectAsync(address, timeout, cancellationToken);
            }
            catch (Exception failed) when (!cancellationToken.IsCancellationRequested)
            {
                var why = failed is OperationCanceledException
                    ? $"silent for {timeout.TotalSeconds:0} s"
                    : Reason(failed);
                reasons.Add($" at {address}: {why}");
            }
        }

        throw new SourceUnavailableException("no container engine answers" + string.Join(',', reasons));
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
            var why = failed is OperationCanceledException
                ? $"not done after {PullTimeout.TotalMinutes:0} min"
                : Reason(failed);
            throw new SourceUnavailableException(
                $"the container engine has no image {image}, and can't pull it: {why}", failed);
        }
    }

    /// <summary>What an engine or the library says about a failure, on one line.</summary>
    public static string Reason(Exception failed) => failed.GetBaseException() switch
    {
        DockerApiException { ResponseBody: ['{', ..] json } when JsonNode.Parse(json)!["message"] is { } message
            => message.ToString().ReplaceLineEndings(" "),
        DockerApiException refused => $"the engine answers {(int)refused.StatusCode}",
        var cause => cause.Message.TrimEnd('.').ReplaceLineEndings(" "),
    };

    public void Dispose() => Client.Dispose();

    private static async Task<ContainerEngine> ConnectAsync(
        EngineAddress address, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        var builder = new DockerClientBuilder().WithEndpoint(address.Uri).WithTimeout(PullTimeout);
        var connection = new EngineConnection(address, publishOnLoopback: false);
        using var probe = builder.WithAuthProvider(connection).Build();
        // The library's TLS handshake knows no limit, hence WaitAsync.
        await probe.System.PingAsync(limit.Token).WaitAsync(limit.Token);
        var version = connection.ApiVersion ?? throw new IOException("it tells no version, as Docker's does");
        return new(address, version.ToString(), builder.WithApiVersion(version).Build());
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

    /// <summary>An engine answers a pull with 200 first. Whether the pull failed stands in a later line.</summary>
    private sealed class LastError : IProgress<JSONMessage>
    {
        public string? Message { get; private set; }

        public void Report(JSONMessage value) => Message = value.Error?.Message ?? Message;
    }
}
