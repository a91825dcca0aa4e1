namespace PyConDemo.Postgres.Containers;

/// <summary>Starts a new container each time and removes it on disposal. After a kill, Testcontainers' reaper removes
/// it. The data doesn't survive; docker-compose.yml or a local server keeps it.</summary>
internal static class ContainerSource
{
    /// <exception cref="SourceUnavailableException">No engine answers, or it doesn't start the container.</exception>
    public static async Task<SourceResult> StartAsync(
        PostgresOptions options, HostEnvironment environment, CancellationToken cancellationToken)
    {
        var askedFor = options.Source is PostgresSource.Container;
        using var engine = await ContainerEngine.FindAsync(environment, askedFor, cancellationToken);
        try
        {
            // Testcontainers asks for a newer API than older engines have. It reads this variable only once, when its
            // first type is used.
            if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DOCKER_API_VERSION")))
                Environment.SetEnvironmentVariable("DOCKER_API_VERSION", engine.ApiVersion);
            await engine.EnsureImageAsync(options.Image, cancellationToken);
            return await PostgresContainer.StartAsync(engine.Address, options, environment, cancellationToken);
        }
        catch (Exception failed) when (failed is not SourceUnavailableException
            && (failed is not OperationCanceledException || !cancellationToken.IsCancellationRequested))
        {
            throw new SourceUnavailableException(
                $"the container engine at {engine.Address} doesn't start {options.Image}: "
                + ContainerEngine.Reason(failed), failed);
        }
    }
}
