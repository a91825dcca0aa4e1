namespace PyConDemo.Stage.Racing.Phases;

/// <summary>Sends cheap requests to compile the code, then the race's own to fill caches and plans.</summary>
internal static class WarmUpPhase
{
    private const int CheapRequests = 200;

    public static async Task RunAsync(RaceContext context, CancellationToken cancellationToken)
    {
        context.StartPhase(RacePhase.WarmUp);
        var (settings, runner) = (context.Settings, new LaneLoadRunner(context));
        var count = Math.Min(CheapRequests, context.Race.MaxDeferred);
        foreach (var lane in context.Lanes)
        {
            await context.ResetAsync(cancellationToken);
            var since = Stopwatch.GetTimestamp();
            // A lane whose cheap requests are slow is warm after this time too.
            for (var i = 0; i < count && Stopwatch.GetElapsedTime(since) < settings.WarmUp; i++)
                await lane.Sender.SendAsync(lane.WarmUpRequest.ToMessage(), cancellationToken);
            await runner.RunClosedLoopAsync(lane, settings.Clients, settings.WarmUp, cancellationToken);
            await runner.WaitForDeferredWorkAsync(cancellationToken);
        }
    }
}
