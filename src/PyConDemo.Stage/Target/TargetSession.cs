namespace PyConDemo.Stage.Target;

/// <summary>A target that is checked and ready. Disposal stops the API if this session started it.</summary>
/// <param name="Api">Null when the API ran before.</param>
internal sealed record TargetSession(
    ApiProcess? Api, DemoClient Client, IReadOnlyList<Pattern> Patterns, Vitals Vitals) : IAsyncDisposable
{
    /// <summary>Seeding the large data takes a minute or two on a small machine.</summary>
    public static readonly TimeSpan ReadyTimeout = TimeSpan.FromMinutes(5);

    /// <summary>Completes when the API that this session started has ended. Never completes for another API.</summary>
    public Task EndedAsync(CancellationToken cancellationToken)
        => Api?.EndedAsync(cancellationToken) ?? Task.Delay(Timeout.Infinite, cancellationToken);

    /// <param name="target">A running API; null starts one.</param>
    /// <param name="verbose">Whether standard error shows all that the started API prints.</param>
    /// <param name="tell">Receives each step of the start, from any thread. Null means standard error.</param>
    /// <param name="preferredPort">The started API's port if it is free. Else the system chooses one.</param>
    /// <exception cref="ApiException">The API did not start, did not get ready, or did not pass the check.</exception>
    public static async Task<TargetSession> OpenAsync(
        Uri? target, string? scale, bool verbose, CancellationToken cancellationToken,
        Action<string>? tell = null, int preferredPort = ApiProcess.AnyPort)
    {
        tell ??= Console.Error.WriteLine;
        var since = Stopwatch.GetTimestamp();
        ApiProcess? api = null;
        DemoClient? client = null;
        try
        {
            if (target is null)
            {
                tell("Starting the API …");
                api = await ApiProcess.StartAsync(scale, OnLine, cancellationToken, preferredPort);
            }

            client = new DemoClient(target ?? api!.Address);
            Action? onWait = api is null ? () => tell($"Waiting for {client.Target} to be ready …") : null;
            await client.ReadyAsync(ReadyTimeout, cancellationToken, onWait);
            if (api is not null) tell($"Ready after {Stopwatch.GetElapsedTime(since).TotalSeconds:0} s.");
            var (patterns, vitals) = await TargetCheck.RunAsync(client, cancellationToken);
            return new(api, client, patterns, vitals);
        }
        catch
        {
            client?.Dispose();
            if (api is not null) await api.DisposeAsync();
            throw;
        }

        void OnLine(string line)
        {
            if (StartLines.KindOf(line) is not StartLine.Other) tell(line);
            else if (verbose) Console.Error.WriteLine(line);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (Api is not null) await Api.DisposeAsync();
    }
}

/// <summary>Refuses a target on which a race would mean nothing.</summary>
public static class TargetCheck
{
    /// <exception cref="OtherApiException">The target's patterns are not the ones that the stage races.</exception>
    /// <exception cref="UnoptimisedApiException">The target is not an optimised build.</exception>
    public static async Task<(IReadOnlyList<Pattern> Patterns, Vitals Vitals)> RunAsync(
        DemoClient client, CancellationToken cancellationToken)
    {
        var patterns = await client.PatternsAsync(cancellationToken);
        var (theirs, ours) = (patterns.Select(p => p.Slug).ToArray(), RaceCatalog.Slugs.ToArray());
        string[] unmatched =
        [
            .. theirs.Except(ours).Select(slug => $"{slug} has no race"),
            .. ours.Except(theirs).Select(slug => $"{slug} is not served"),
        ];
        if (unmatched.Length > 0)
            throw new OtherApiException($"{client.Target} and this stage don't match: {string.Join(", ", unmatched)}.");
        var vitals = await client.VitalsAsync(cancellationToken);
        return vitals.Optimized ? (patterns, vitals) : throw new UnoptimisedApiException(
            $"{client.Target} is an unoptimised build ({vitals.Build}): its numbers mean nothing. "
            + "Build it with -p:Optimize=true.");
    }
}

/// <summary>The API is an unoptimised build, so its numbers mean nothing.</summary>
public sealed class UnoptimisedApiException(string message) : ApiException(message);
