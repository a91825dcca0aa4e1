using PyConDemo.Postgres.Sources;

namespace PyConDemo.Postgres.Containers;

/// <summary>
/// A container of the machine's Docker-compatible engine: a fresh one each time, removed on disposal, by Testcontainers' reaper
/// after a kill. Its data doesn't survive: whoever wants that has docker-compose.yml or a local server.
/// </summary>
internal sealed class ContainerSource(
    string image, IReadOnlyDictionary<string, string> serverSettings, HostEnvironment environment) : ISource
{
    public async Task<SourceResult> TryAsync(CancellationToken cancellationToken)
    {
        var (engine, reason) = await ContainerEngine.FindAsync(environment, cancellationToken);
        if (engine is null) return new SourceResult.Unavailable(reason!);
        try
        {
            using (engine)
            {
                // Testcontainers reads it once, when its first type is touched, and asks for a newer API than older engines speak.
                if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DOCKER_API_VERSION")))
                    Environment.SetEnvironmentVariable("DOCKER_API_VERSION", engine.ApiVersion);
                foreach (var needed in PostgresContainer.Images(image))
                {
                    if (await engine.EnsureImageAsync(needed, cancellationToken) is { } missing)
                        return new SourceResult.Unavailable($"the container engine has no image {needed}, and can't pull it: {missing}");
                }

                return await PostgresContainer.StartAsync(engine.Address, image, serverSettings, cancellationToken);
            }
        }
        catch (Exception failed) when (failed is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return new SourceResult.Unavailable($"the container engine at {engine.Address} doesn't start {image}: {failed.Message.ReplaceLineEndings(" ")}");
        }
    }
}
