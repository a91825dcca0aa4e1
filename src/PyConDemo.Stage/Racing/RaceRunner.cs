using System.Diagnostics;
using PyConDemo.ApiClient;
using PyConDemo.Load;
using PyConDemo.Stage.Racing.Phases;
using PyConDemo.Stage.Racing.Results;

namespace PyConDemo.Stage.Racing;

/// <summary>Runs one race from the first check to the verdict: the method, step by step. One race at a time per API.</summary>
public sealed class RaceRunner(DemoClient client, RaceSettings settings, IRaceObserver observer)
{
    /// <summary>Half: far enough below the knee that both lanes answer as on a usual day.</summary>
    private const double ShareOfCapacity = 0.5;

    /// <exception cref="ApiException">The race cannot start, or the target went away.</exception>
    public async Task<RaceResult> RunAsync(Race race, Pattern pattern, CancellationToken cancellationToken)
    {
        var since = Stopwatch.GetTimestamp();
        using var context = await PrepareAsync(race, pattern, cancellationToken);
        observer.OnRaceStarted(pattern.Slug, pattern.Title, [.. context.Lanes.Select(l => l.Label)], Planned());
        var builder = new RaceResultBuilder(context);
        try
        {
            observer.OnPhaseStarted(RacePhase.Answers, null);
            await context.PrepareRequestsAsync(cancellationToken);
            await CheckAnswersAsync(context, cancellationToken);
            if (!settings.IsBrief) await CountAsync(context, builder, cancellationToken);
            await WarmUpPhase.RunAsync(context, cancellationToken);
            builder.Capacities = await CapacityPhase.RunAsync(context, cancellationToken);
            builder.SharedRate = ShareOfCapacity * builder.Capacities.Min();
            builder.Sustained = await SustainedPhase.RunAsync(context, builder.SharedRate, cancellationToken);
            if (OverloadRate(builder.Capacities) is { } rate)
            {
                builder.OverloadRate = rate;
                await OverloadAsync(context, builder, rate, cancellationToken);
            }

            observer.OnPhaseStarted(RacePhase.Extras, null);
            if (settings.IsBrief) await CountAsync(context, builder, cancellationToken);
            else builder.Extras = await race.MeasureExtrasAsync(context, cancellationToken);
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

    /// <summary>A lane that is flooded takes every core, and may make the generator late. What both hold was measured before, and stays.</summary>
    private static async Task OverloadAsync(RaceContext context, RaceResultBuilder builder, double rate, CancellationToken cancellationToken)
    {
        try
        {
            builder.Overload = await OverloadPhase.RunAsync(context, rate, cancellationToken);
        }
        catch (RaceRefusedException late)
        {
            builder.OverloadRefused = late.Message;
        }
    }

    private static async Task CheckAnswersAsync(RaceContext context, CancellationToken cancellationToken)
    {
        var first = context.Lanes[0];
        foreach (var other in context.Lanes.Skip(1))
        {
            try
            {
                await context.Race.CheckAnswersAsync(context.Client, context.Pattern, first.Request, other.Request, cancellationToken);
            }
            catch (RaceRefusedException refused) when (context.Lanes.Count > 2)
            {
                throw new RaceRefusedException($"{first.Label} and {other.Label}: {refused.Message}");
            }
        }
    }

    private bool SelfRace => settings.Lanes.Distinct().Count() == 1;

    private double? OverloadRate(IReadOnlyList<double> capacities)
        => SelfRace ? null : settings.Rate ?? OverloadPhase.Rate(capacities, settings.MaxOverload);

    private async Task<RaceContext> PrepareAsync(Race race, Pattern pattern, CancellationToken cancellationToken)
    {
        var lanes = new List<RaceLane>();
        foreach (var name in settings.Lanes)
        {
            var listed = pattern.Lane(name).Request;
            var label = settings.Lanes.Count(n => n == name) == 1 ? name : $"{name} {(char)('A' + lanes.Count(l => l.Name == name))}";
            lanes.Add(new RaceLane(lanes.Count, name, label, listed, listed, new RequestSender(client.Target, settings.Timeout)));
        }

        var vitals = await client.VitalsAsync(cancellationToken);
        return new RaceContext(client, race, pattern, lanes, settings, observer, vitals.Waiting);
    }

    /// <summary>The second answer is counted, unless load came before: the first one also pays for what a process does once.</summary>
    private async Task CountAsync(RaceContext context, RaceResultBuilder builder, CancellationToken cancellationToken)
    {
        foreach (var lane in context.Lanes)
        {
            for (var i = 0; i < (settings.IsBrief ? 1 : 2); i++)
            {
                await context.ResetAsync(cancellationToken);
                builder.Counts[lane.Index] = await client.ExplainAsync(lane.Request, () => context.ResetAsync(cancellationToken), cancellationToken);
            }
        }
    }

    private TimeSpan Planned() => (settings.Lanes.Count * ((2 * settings.WarmUp) + (2 * settings.CapacityBlock) + (settings.Duration / 2)))
        + (SelfRace ? TimeSpan.Zero : (settings.Lanes.Count * settings.Overload) + settings.BystanderBaseline + settings.Timeout);
}
