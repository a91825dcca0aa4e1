using PyConDemo.ApiClient;
using PyConDemo.Stage.Racing;

namespace PyConDemo.Stage.Target;

/// <summary>Refuses a target on which a race would mean nothing.</summary>
public static class TargetCheck
{
    /// <exception cref="OtherApiException">The target's patterns are not those that the stage can race.</exception>
    /// <exception cref="UnoptimisedApiException">The target is not optimised.</exception>
    public static async Task<(IReadOnlyList<Pattern> Patterns, Vitals Vitals)> RunAsync(DemoClient client, CancellationToken cancellationToken)
    {
        var patterns = await client.PatternsAsync(cancellationToken);
        var (theirs, ours) = (patterns.Select(p => p.Slug).ToHashSet(), RaceCatalog.Slugs.ToHashSet());
        if (!theirs.SetEquals(ours))
        {
            var odd = theirs.Except(ours).Select(s => $"{s} has no race").Concat(ours.Except(theirs).Select(s => $"{s} is not served"));
            throw new OtherApiException($"{client.Target} and this stage don't match: {string.Join(", ", odd)}.");
        }

        var vitals = await client.VitalsAsync(cancellationToken);
        if (!vitals.Optimized)
        {
            throw new UnoptimisedApiException($"{client.Target} is an unoptimised build ({vitals.Build}): its numbers mean nothing. Build it with -p:Optimize=true.");
        }

        return (patterns, vitals);
    }
}
