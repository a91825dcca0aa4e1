namespace PyConDemo.Postgres.Containers;

/// <summary>Starts a new container each time and removes it on disposal. After a kill, Testcontainers' reaper removes
/// it. The data doesn't survive; docker-compose.yml or a local server keeps it.</summary>
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
                // Testcontainers asks for a newer API than older engines have. It reads this variable only once, when
                // its first type is used.
                if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DOCKER_API_VERSION")))
                    Environment.SetEnvironmentVariable("DOCKER_API_VERSION", engine.ApiVersion);
                foreach (var needed in PostgresContainer.Images(image))
                {
                    if (await engine.EnsureImageAsync(needed, cancellationToken) is { } missing)
                    {
                        return new SourceResult.Unavailable(
                            $"the container engine has no image {needed}, and can't pull it: {missing}");
                    }
                }

                return await PostgresContainer.StartAsync(engine.Address, image, serverSettings, cancellationToken);
            }
        }
        catch (Exception failed)
            when (failed is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return new SourceResult.Unavailable($"the container engine at {engine.Address} doesn't start {image}: "
                + failed.Message.ReplaceLineEndings(" "));
        }
    }
}
