namespace PyConDemo.Stage.Racing.Phases;

/// <summary>Compiles the code on cheap inputs first, then fills caches and plans at the race's own.</summary>
internal static class WarmUpPhase
{
    private const int CheapRequests = 200;

    public static async Task RunAsync(RaceContext context, CancellationToken cancellationToken)
    {
        context.Observer.OnPhaseStarted(RacePhase.WarmUp, null);
        var cheap = Math.Min(CheapRequests, context.MostDeferred);
        foreach (var lane in context.Lanes)
        {
            await context.ResetAsync(cancellationToken);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(context.Settings.WarmUp);
            try
            {
                for (var i = 0; i < cheap; i++)
                    await lane.Sender.SendAsync(lane.WarmUpRequest.ToMessage(), limit.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // Its cheap inputs are not that cheap: it is warm all the same.
            }

            await context.ClosedAsync(lane, context.Settings.Clients, context.Settings.WarmUp, cancellationToken);
            await context.SettleAsync(cancellationToken);
        }
    }
}
