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
        using var ground = await PrepareAsync(race, pattern, cancellationToken);
        observer.OnRaceStarted(pattern.Slug, pattern.Title, [.. ground.Lanes.Select(l => l.Label)], Planned());
        var sheet = new RaceResultBuilder(ground);
        try
        {
            observer.OnPhaseStarted(RacePhase.Answers, null);
            await ground.PrepareRequestsAsync(cancellationToken);
            await CheckAnswersAsync(ground, cancellationToken);
            if (!settings.IsBrief) await CountAsync(ground, sheet, cancellationToken);
            await WarmUpPhase.RunAsync(ground, cancellationToken);
            sheet.Capacities = await CapacityPhase.RunAsync(ground, cancellationToken);
            sheet.SharedRate = ShareOfCapacity * sheet.Capacities.Min();
            sheet.Sustained = await SustainedPhase.RunAsync(ground, sheet.SharedRate, cancellationToken);
            if (OverloadRate(sheet.Capacities) is { } rate)
            {
                sheet.OverloadRate = rate;
                await OverloadAsync(ground, sheet, rate, cancellationToken);
            }

            observer.OnPhaseStarted(RacePhase.Extras, null);
            if (settings.IsBrief) await CountAsync(ground, sheet, cancellationToken);
            else sheet.Extras = await race.MeasureExtrasAsync(ground, cancellationToken);
            await ground.ResetAsync(cancellationToken);
        }
        catch (RaceRefusedException refused)
        {
            sheet.Refused = refused.Message;
        }

        var result = sheet.Build(Stopwatch.GetElapsedTime(since));
        observer.OnRaceEnded(result);
        return result;
    }

    /// <summary>A lane that is flooded takes every core, and may make the generator late. What both hold was measured before, and stays.</summary>
    private static async Task OverloadAsync(RaceContext ground, RaceResultBuilder sheet, double rate, CancellationToken cancellationToken)
    {
        try
        {
            sheet.Overload = await OverloadPhase.RunAsync(ground, rate, cancellationToken);
        }
        catch (RaceRefusedException late)
        {
            sheet.OverloadRefused = late.Message;
        }
    }

    private static async Task CheckAnswersAsync(RaceContext ground, CancellationToken cancellationToken)
    {
        var first = ground.Lanes[0];
        foreach (var other in ground.Lanes.Skip(1))
        {
            try
            {
                await ground.Race.CheckAnswersAsync(ground.Client, ground.Pattern, first.Request, other.Request, cancellationToken);
            }
            catch (RaceRefusedException refused) when (ground.Lanes.Count > 2)
            {
                throw new RaceRefusedException($"{first.Label} and {other.Label}: {refused.Message}");
            }
        }
    }

    private bool SelfRace => settings.Lanes.Distinct().Count() == 1;

    private double? OverloadRate(IReadOnlyList<double> capacities)
        => SelfRace ? null : settings.Rate ?? OverloadPhase.Rate(capacities, settings.MostOverload);

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
    private async Task CountAsync(RaceContext ground, RaceResultBuilder sheet, CancellationToken cancellationToken)
    {
        foreach (var lane in ground.Lanes)
        {
            for (var i = 0; i < (settings.IsBrief ? 1 : 2); i++)
            {
                await ground.ResetAsync(cancellationToken);
                sheet.Counts[lane.Index] = await client.ExplainAsync(lane.Request, () => ground.ResetAsync(cancellationToken), cancellationToken);
            }
        }
    }

    private TimeSpan Planned() => (settings.Lanes.Count * ((2 * settings.WarmUp) + (2 * settings.CapacityBlock) + (settings.Duration / 2)))
        + (SelfRace ? TimeSpan.Zero : (settings.Lanes.Count * settings.Overload) + settings.Alone + settings.Timeout);
}
