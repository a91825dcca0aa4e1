namespace PyConDemo.Stage.Racing;

/// <summary>What is particular to the race of one anti-pattern. The method is the same for all.</summary>
/// <param name="primaryCost">The cost that the pattern is about: it grows with the dial.</param>
/// <param name="usualRate">Requests per second that both lanes sustain on two cores with the medium data. A race
/// announces its length by it.</param>
/// <param name="maxDeferred">The most requests in a closed loop, for a lane that defers work: that work must drain
/// before the other lane runs.</param>
public abstract class Race(
    string slug, GrowthCost primaryCost, double usualRate, DialKind dialKind = DialKind.Request,
    int maxDeferred = int.MaxValue)
{
    public string Slug => slug;
    public GrowthCost PrimaryCost => primaryCost;
    public DialKind DialKind => dialKind;
    public double UsualRate => usualRate;
    public int MaxDeferred => maxDeferred;

    /// <summary>About how long <see cref="ResetAsync"/> takes, on two cores.</summary>
    public virtual TimeSpan ResetTime => TimeSpan.Zero;

    /// <summary>About how long the work takes that a block defers, after its load and on two cores.</summary>
    public virtual TimeSpan BlockRecovery => TimeSpan.Zero;

    /// <summary>About how long the counts and the pattern's own numbers take in a brief race, on two cores.</summary>
    public virtual TimeSpan LastMeasurements => TimeSpan.FromSeconds(0.5);

    /// <summary>The lanes that are next steps of the cure.</summary>
    public virtual IReadOnlyList<string> Steps => [];

    /// <summary>Returns the number of rows of the target, when the dial is the size of the data.</summary>
    public virtual Task<long> DataSizeAsync(DemoClient client, Pattern pattern, CancellationToken cancellationToken)
        => Task.FromResult(1L);

    /// <summary>Returns the lane's request at one position of the dial, with cursors and ids.</summary>
    public virtual Task<LaneRequest> PrepareRequestAsync(
        DemoClient client, Pattern pattern, PatternLane lane, long dial, CancellationToken cancellationToken)
        => Task.FromResult(pattern.Dial is { } d && PathQuery.Has(lane.Path, d.Name)
            ? lane.Request with { Path = PathQuery.With(lane.Path, d.Name, $"{dial}") } : lane.Request);

    /// <summary>Restores the data to its state before a lane was asked. It is neither timed nor charged.</summary>
    public virtual Task ResetAsync(DemoClient client, long dial, CancellationToken cancellationToken)
        => Task.CompletedTask;

    /// <summary>Checks that two lanes answer with the same business data.</summary>
    /// <exception cref="RaceRefusedException">The data differs; the message says where.</exception>
    public virtual async Task CheckAnswersAsync(
        DemoClient client, Pattern pattern, LaneRequest first, LaneRequest second, CancellationToken cancellationToken)
    {
        var (one, other) = (await ReadAsync(first), await ReadAsync(second));
        if (AnswerComparison.Difference(one, other, ComparedFields.Shared) is { } difference)
            throw new RaceRefusedException($"the lanes answer differently: {difference}");

        async Task<JsonElement> ReadAsync(LaneRequest request)
        {
            await ResetAsync(client, pattern.Dial?.Default ?? 1, cancellationToken);
            return await LaneAnswerReader.ReadAsync(client, request, cancellationToken);
        }
    }

    /// <summary>Measures what only this pattern shows, apart from latency.</summary>
    public virtual Task<IReadOnlyList<ExtraMetric>> MeasureExtrasAsync(
        RaceContext context, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<ExtraMetric>>([]);

    /// <summary>The sentence with which the verdict begins, if the latency of one request is not the main
    /// result.</summary>
    public virtual string? Lead(RaceResult result) => null;
}

/// <summary>What sets a pattern's dial.</summary>
public enum DialKind
{
    Request, // or the data that is prepared before the request
    Scale, // the size of the data, so each position needs its own API
    Load, // the arrival rate
}

/// <summary>The cost that grows with a pattern's dial.</summary>
public enum GrowthCost { Commands, Rows, Buffers, BytesPerItem, RowsLocked, PagesRendered, SqlTime }

/// <summary>The race ran, but its numbers cannot be trusted. The message gives the reason in one line.</summary>
public sealed class RaceRefusedException(string message) : Exception(message);

/// <summary>Reads a lane's answer as JSON before the timed load.</summary>
internal static class LaneAnswerReader
{
    /// <exception cref="RaceRefusedException">The lane answers with an error or without JSON.</exception>
    public static async Task<JsonElement> ReadAsync(
        DemoClient client, LaneRequest request, CancellationToken cancellationToken)
    {
        using var answer = await client.SendAsync(request, checklist: false, cancellationToken);
        if ((int)answer.StatusCode >= 400)
            throw new RaceRefusedException($"{request.Method} {request.Path} answers {(int)answer.StatusCode}");
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        try
        {
            return JsonDocument.Parse(text).RootElement;
        }
        catch (JsonException)
        {
            throw new RaceRefusedException($"{request.Method} {request.Path} does not answer with JSON");
        }
    }
}
