using PyConDemo.Stage.Racing.Phases;

namespace PyConDemo.Stage.Racing;

/// <summary>Runs one race from the first check to the verdict, step by step. One race at a time per API.</summary>
public sealed class RaceRunner(DemoClient client, RaceSettings settings, IRaceObserver observer)
{
    /// <summary>Half of the capacity is far enough below the limit that both lanes answer as on a usual day.</summary>
    private const double ShareOfCapacity = 0.5;

    private const string WhenTooBusy = "The numbers are not a verdict. "
        + "Close other programs and race again, or run the stage on another machine with --target";

    /// <exception cref="ApiException">The race cannot start, or the target stopped answering.</exception>
    public async Task<RaceResult> RunAsync(Race race, Pattern pattern, CancellationToken cancellationToken)
    {
        var since = Stopwatch.GetTimestamp();
        using var context = await CreateContextAsync(race, pattern, cancellationToken);
        string[] labels = [.. context.Lanes.Select(l => l.Label)];
        var planned = new RacePlan(race, settings).From(RacePhase.Answers);
        observer.OnRaceStarted(pattern.Slug, pattern.Title, labels, planned);
        var builder = new RaceResultBuilder(context);
        try
        {
            context.StartPhase(RacePhase.Answers);
            await PrepareRequestsAsync(context, cancellationToken);
            await CheckAnswersAsync(context, cancellationToken);
            if (!settings.IsBrief) await CountAsync(context, builder, cancellationToken);
            await WarmUpPhase.RunAsync(context, cancellationToken);
            builder.Capacities = await CapacityPhase.RunAsync(context, cancellationToken);
            builder.SharedRate = ShareOfCapacity * builder.Capacities.Min();
            builder.Sustained = await SustainedPhase.RunAsync(context, builder.SharedRate, cancellationToken);
            if (builder.Sustained.Lateness(context) is { } late) throw new RaceRefusedException($"{late}. {WhenTooBusy}");
            observer.OnLatenciesCompared(builder.Build(Stopwatch.GetElapsedTime(since)));
            if (!IsSelfRace) await OverloadAsync(context, builder, cancellationToken);
            context.StartPhase(RacePhase.Extras);
            if (settings.IsBrief) await CountAsync(context, builder, cancellationToken);
            builder.Extras = await race.MeasureExtrasAsync(context, cancellationToken);
            await context.ResetAsync(cancellationToken);
        }
        catch (RaceRefusedException refused)
        {
            builder.Refused = refused.Message;
        }

        var result = builder.Build(Stopwatch.GetElapsedTime(since));
        observer.OnRaceEnded(result);
        return result;
    }

    private bool IsSelfRace => settings.Lanes.Distinct().Count() == 1;

    private async Task<RaceContext> CreateContextAsync(Race race, Pattern pattern, CancellationToken cancellationToken)
    {
        var lanes = new List<RaceLane>();
        foreach (var name in settings.Lanes)
        {
            var isUnique = settings.Lanes.Count(n => n == name) == 1;
            var label = isUnique ? name : $"{name} {(char)('A' + lanes.Count(l => l.Name == name))}";
            var sender = new RequestSender(client.Address, settings.Timeout);
            lanes.Add(new(lanes.Count, name, label, pattern.Lane(name).Request, sender));
        }

        var vitals = await client.VitalsAsync(cancellationToken);
        return new(client, race, pattern, lanes, settings, observer, vitals.Waiting);
    }

    /// <summary>Fetches what the lanes' requests need, such as cursors, before the timed load.</summary>
    /// <exception cref="RaceRefusedException">A lane's own links don't lead to the race's page.</exception>
    private static async Task PrepareRequestsAsync(RaceContext context, CancellationToken cancellationToken)
    {
        foreach (var lane in context.Lanes)
        {
            lane.Request = await PrepareAsync(context.Dial);
            lane.WarmUpRequest = await PrepareAsync(context.Pattern.Dial?.Min ?? 1);

            Task<LaneRequest> PrepareAsync(long dial) => context.Race.PrepareRequestAsync(
                context.Client, context.Pattern, context.Pattern.Lane(lane.Name), dial, cancellationToken);
        }
    }

    private static async Task CheckAnswersAsync(RaceContext context, CancellationToken cancellationToken)
    {
        var first = context.Lanes[0];
        foreach (var other in context.Lanes.Skip(1))
        {
            try
            {
                await context.Race.CheckAnswersAsync(
                    context.Client, context.Pattern, first.Request, other.Request, cancellationToken);
            }
            catch (RaceRefusedException refused) when (context.Lanes.Count > 2)
            {
                throw new RaceRefusedException($"{first.Label} and {other.Label}: {refused.Message}");
            }
        }
    }

    /// <summary>Takes the counts of one request per lane. A process does some work only for its first request, so one
    /// goes ahead, unless load came before.</summary>
    private async Task CountAsync(RaceContext context, RaceResultBuilder builder, CancellationToken cancellationToken)
    {
        foreach (var lane in context.Lanes)
        {
            if (!settings.IsBrief)
            {
                await context.ResetAsync(cancellationToken);
                await client.MeasureAsync(lane.Request, cancellationToken);
            }

            await context.ResetAsync(cancellationToken);
            builder.Counts[lane.Index] = await client.ExplainAsync(
                lane.Request, () => context.ResetAsync(cancellationToken), cancellationToken);
        }
    }

    private async Task OverloadAsync(
        RaceContext context, RaceResultBuilder builder, CancellationToken cancellationToken)
    {
        builder.OverloadRate = settings.Rate ?? OverloadPhase.Rate(builder.Capacities, settings.MaxOverload);
        if (builder.OverloadRate is { } rate)
            builder.Overload = await OverloadPhase.RunAsync(context, rate, cancellationToken);
    }
}
