namespace PyConDemo.Stage.Racing.Phases;

/// <summary>Sends cheap requests to compile the code, then the race's own to fill caches and plans.</summary>
internal static class WarmUpPhase
{
    private const int CheapRequests = 200;

    public static async Task RunAsync(RaceContext context, CancellationToken cancellationToken)
    {
        context.Observer.OnPhaseStarted(RacePhase.WarmUp, null);
        var (settings, runner) = (context.Settings, new LaneLoadRunner(context));
        var count = Math.Min(CheapRequests, context.MaxDeferred);
        foreach (var lane in context.Lanes)
        {
            await context.ResetAsync(cancellationToken);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(settings.WarmUp);
            try
            {
                for (var i = 0; i < count; i++)
                    await lane.Sender.SendAsync(lane.WarmUpRequest.ToMessage(), limit.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // The lane's cheap requests are slow. It is warm after this time too.
            }

            await runner.RunClosedLoopAsync(lane, settings.Clients, settings.WarmUp, cancellationToken);
            await runner.WaitForDeferredWorkAsync(cancellationToken);
        }
    }
}
