using PyConDemo.ApiClient;
using PyConDemo.Stage.Racing.Results;

namespace PyConDemo.Stage.Racing;

/// <summary>What is particular to the race of one anti-pattern. One class per slug; the method is the same for all.</summary>
public abstract class Race
{
    /// <summary>The anti-pattern's slug, as the API's list has it.</summary>
    public abstract string Slug { get; }

    /// <summary>What is counted when the dial moves, in the words of the counts: the cost that the pattern is about.</summary>
    public virtual GrowthCost PrimaryCost => GrowthCost.Commands;

    /// <summary>How the dial is turned.</summary>
    public virtual DialKind DialKind => DialKind.Request;

    /// <summary>Requests in a brief race's closed loop, a third of a full one's, where a lane puts off work that must be drained before the other lane's turn.</summary>
    public virtual int MostDeferred => int.MaxValue;

    /// <summary>Where the dial is the data's size: how many rows the target has.</summary>
    public virtual Task<long> DataSizeAsync(DemoClient client, Pattern pattern, CancellationToken cancellationToken) => Task.FromResult(1L);

    /// <summary>The lane's request at one position of the dial. Cursors and ids are fetched here, before the clock starts.</summary>
    public virtual Task<LaneRequest> PrepareRequestAsync(DemoClient client, Pattern pattern, PatternLane lane, long dial, CancellationToken cancellationToken)
    {
        var turned = pattern.Dial is { } d && PathQuery.Has(lane.Path, d.Name)
            ? PathQuery.With(lane.Path, d.Name, $"{dial}") : lane.Path;
        return Task.FromResult(lane.Request with { Path = turned });
    }

    /// <summary>Puts things back as they were before a lane is asked. Not timed, not charged.</summary>
    public virtual Task ResetAsync(DemoClient client, Pattern pattern, long dial, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Two lanes' business data must be the same.</summary>
    /// <exception cref="RaceRefusedException">They differ; the message says where.</exception>
    public virtual async Task CheckAnswersAsync(
        DemoClient client, Pattern pattern, LaneRequest first, LaneRequest second, CancellationToken cancellationToken)
    {
        var dial = pattern.Dial?.Default ?? 1;
        await ResetAsync(client, pattern, dial, cancellationToken);
        var one = await LaneAnswer.ReadAsync(client, first, cancellationToken);
        await ResetAsync(client, pattern, dial, cancellationToken);
        var other = await LaneAnswer.ReadAsync(client, second, cancellationToken);
        if (AnswerComparison.Difference(one, other, ComparedFields.Shared) is { } difference)
            throw new RaceRefusedException($"the lanes answer differently: {difference}");
    }

    /// <summary>What this pattern shows besides latency, in numbers of its own.</summary>
    public virtual Task<IReadOnlyList<ExtraMetric>> MeasureExtrasAsync(RaceContext context, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<ExtraMetric>>([]);
}
