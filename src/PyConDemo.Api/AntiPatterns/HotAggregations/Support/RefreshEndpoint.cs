using Microsoft.AspNetCore.Http.HttpResults;

namespace PyConDemo.Api.AntiPatterns.HotAggregations.Support;

/// <summary>Set-up for races and tests, never timed.</summary>
public static class RefreshEndpoint
{
    /// <summary>Refreshes the dashboard's view and answers when it is done.</summary>
    /// <remarks>What was committed before this request is in the view afterwards.</remarks>
    public static async Task<Ok<RefreshResponse>> Refresh(DashboardRefresher refresher, CancellationToken cancellationToken)
        => TypedResults.Ok(new RefreshResponse(await refresher.RefreshNowAsync(cancellationToken)));

    /// <summary>How the background refresh is doing.</summary>
    /// <remarks>A failed refresh shows here and once in the log; it is tried again after 1, 2, 4 … 60 s.</remarks>
    public static Ok<RefreshStatus> GetStatus(DashboardRefreshService service) => TypedResults.Ok(service.Status);
}
