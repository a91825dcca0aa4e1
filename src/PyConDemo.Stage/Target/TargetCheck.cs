namespace PyConDemo.Stage.Target;

/// <summary>Refuses a target on which a race would mean nothing.</summary>
public static class TargetCheck
{
    /// <exception cref="OtherApiException">The target's patterns are not the ones that the stage races.</exception>
    /// <exception cref="UnoptimisedApiException">The target is not an optimised build.</exception>
    public static async Task<(IReadOnlyList<Pattern> Patterns, Vitals Vitals)> RunAsync(
        DemoClient client, CancellationToken cancellationToken)
    {
        var patterns = await client.PatternsAsync(cancellationToken);
        var (theirs, ours) = (patterns.Select(p => p.Slug).ToHashSet(), RaceCatalog.Slugs.ToHashSet());
        if (!theirs.SetEquals(ours))
        {
            var differences = theirs.Except(ours).Select(slug => $"{slug} has no race")
                .Concat(ours.Except(theirs).Select(slug => $"{slug} is not served"));
            throw new OtherApiException(
                $"{client.Target} and this stage don't match: {string.Join(", ", differences)}.");
        }

        var vitals = await client.VitalsAsync(cancellationToken);
        return vitals.Optimized ? (patterns, vitals) : throw new UnoptimisedApiException(
            $"{client.Target} is an unoptimised build ({vitals.Build}): its numbers mean nothing. "
            + "Build it with -p:Optimize=true.");
    }
}

/// <summary>The API is an unoptimised build, so its numbers mean nothing.</summary>
public sealed class UnoptimisedApiException(string message) : ApiException(message);
