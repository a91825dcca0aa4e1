namespace PyConDemo.Api.AntiPatterns.HotAggregations.Support;

/// <summary>The response to a refresh that was asked for.</summary>
/// <param name="AsOf">When the refresh began to read, in UTC.</param>
public sealed record RefreshResponse(DateTime AsOf);

/// <summary>Refreshes the view for races and tests. What is timed never calls it.</summary>
public static class RefreshEndpoint
{
    /// <summary>Refreshes the dashboard's view, and answers when that is done.</summary>
    /// <remarks>Then the view has everything that was committed before this request.</remarks>
    public static async Task<Ok<RefreshResponse>> Refresh(
        DashboardRefresher refresher, CancellationToken cancellationToken)
        => TypedResults.Ok(new RefreshResponse(await refresher.RefreshNowAsync(cancellationToken)));

    /// <summary>The state of the background refresh.</summary>
    /// <remarks>A failure shows here, and once in the log. The refresh is tried again after 1, 2, 4 … 60 s.</remarks>
    public static Ok<RefreshStatus> GetStatus(DashboardRefreshService service) => TypedResults.Ok(service.Status);
}
