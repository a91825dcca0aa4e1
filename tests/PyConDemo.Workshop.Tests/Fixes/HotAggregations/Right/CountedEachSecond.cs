// Right
// A background loop keeps the numbers in memory. The first request starts it, and waits for it.
namespace PyConDemo.Api.AntiPatterns.HotAggregations;

public static class HotAggregationsYours
{
    private static readonly SemaphoreSlim Gate = new(1);
    private static HotAggregationsResult? _latest;

    /// <summary>The dashboard from memory, counted again every second in the background.</summary>
    public static async Task<Ok<HotAggregationsResult>> GetDashboard(
        IServiceScopeFactory scopes,
        TimeProvider clock,
        IHostApplicationLifetime host,
        CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _latest) is { } latest) return TypedResults.Ok(latest);

        await Gate.WaitAsync(cancellationToken);
        try
        {
            if (_latest is null)
            {
                Volatile.Write(ref _latest, await CountAsync(scopes, clock, cancellationToken));
                _ = Task.Run(() => RepeatAsync(scopes, clock, host.ApplicationStopping), default);
            }
        }
        finally
        {
            Gate.Release();
        }

        return TypedResults.Ok(_latest!);
    }

    private static async Task RepeatAsync(
        IServiceScopeFactory scopes, TimeProvider clock, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), clock, stopping);
            try
            {
                Volatile.Write(ref _latest, await CountAsync(scopes, clock, stopping));
            }
            catch (Exception error) when (error is NpgsqlException or InvalidOperationException)
            {
                // The last numbers stay, with their own asOf.
            }
        }
    }

    private static async Task<HotAggregationsResult> CountAsync(
        IServiceScopeFactory scopes, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DemoDb>();
        return (await HotAggregationsBad.GetDashboard(db, clock, cancellationToken)).Value!;
    }
}
