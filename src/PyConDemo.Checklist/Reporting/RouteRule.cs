namespace PyConDemo.Checklist.Reporting;

/// <summary>What a route's requests showed about one rule. The route's lock guards it.</summary>
/// <remarks>A finding stays until enough requests in a row were healthy: one request that takes another branch, or is
/// answered from a cache, does not prove that the code is fixed. It follows that the order does not matter in which
/// concurrent requests finish.</remarks>
internal sealed class RouteRule(string slug)
{
    /// <summary>A finding goes after this many healthy requests in a row.</summary>
    public const int HealthyRequests = 100;

    private int _healthyInARow;

    /// <summary>The latest result, or the worst finding as long as it stays.</summary>
    public RuleResult Result { get; private set; } = new(slug, HealthState.NotSeen);

    /// <returns>The finding if it is new, or if it comes back after it was gone.</returns>
    public Finding? Add(RuleResult result, DateTimeOffset at) => result.State switch
    {
        HealthState.Unhealthy => AddFinding(result, at),
        HealthState.Healthy => AddHealthy(result),
        HealthState.Suppressed => Replace(result),
        // A request that showed nothing changes nothing, except the reason why nothing is known.
        _ => Result.State == HealthState.NotSeen ? Replace(result) : null,
    };

    private Finding? AddFinding(RuleResult result, DateTimeOffset at)
    {
        _healthyInARow = 0;
        var known = Result.State == HealthState.Unhealthy ? Result : null;
        var history = known?.History ?? new(at, at, 0);
        var worst = known is null || IsWorse(result.Finding!, known.Finding!) ? result : known;
        Result = worst with
        {
            History = new(
                at < history.FirstSeen ? at : history.FirstSeen,
                at > history.LastSeen ? at : history.LastSeen,
                history.Requests + 1),
        };
        return known is null ? result.Finding : null;
    }

    private Finding? AddHealthy(RuleResult result)
        => Result.State == HealthState.Unhealthy && ++_healthyInARow < HealthyRequests ? null : Replace(result);

    private Finding? Replace(RuleResult result)
    {
        _healthyInARow = 0;
        Result = result;
        return null;
    }

    // A rule's findings can have several units, such as rows and ms. Amounts of different units don't compare.
    private static bool IsWorse(Finding finding, Finding known)
        => finding.Unit == known.Unit && finding.Amount > known.Amount;
}
