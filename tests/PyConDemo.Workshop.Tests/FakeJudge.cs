using System.Collections.Concurrent;
using PyConDemo.ApiClient;
using PyConDemo.Workshop.Judging;

namespace PyConDemo.Workshop.Tests;

/// <summary>Does what the text of the lane's file says, and counts the checks.</summary>
internal sealed class FakeJudge(ScratchLanes lanes) : ILaneJudge
{
    /// <summary>Never ends by itself, but can be cancelled.</summary>
    public const string Waits = "waits";

    /// <summary>Waits for <see cref="Release"/>, whatever happens, and accepts.</summary>
    public const string Stubborn = "stubborn";

    public const string Accepted = "accepted", Refused = "refused", Broken = "does not compile", Fails = "fails";

    private readonly ConcurrentQueue<string> _checks = [];
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _prepared, _running;

    /// <summary>The checks that have started: "n-plus-one refused".</summary>
    public IReadOnlyList<string> Checks => [.. _checks];

    public int Prepared => _prepared;

    public int Running => _running;

    public int MostAtOnce { get; private set; }

    public void Release() => _release.TrySetResult();

    public Task PrepareAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _prepared);
        return Task.CompletedTask;
    }

    public async Task<CheckResult> CheckAsync(Exercise exercise, Action<string> onPassed, CancellationToken cancellationToken)
    {
        var text = lanes.Read(exercise.Slug);
        MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _running));
        _checks.Enqueue($"{exercise.Slug} {text}");
        try
        {
            onPassed("the first step");
            switch (text)
            {
                case Waits:
                    await Task.Delay(Timeout.Infinite, cancellationToken);
                    break;
                case Stubborn:
                    await _release.Task;
                    break;
                case Broken:
                    throw new CompileErrorsException([new(lanes.Files.PathOf(exercise), 7, "CS1002: ; expected")]);
                case Fails:
                    throw new ApiStartException("The API did not start.");
            }

            return text is Accepted or Stubborn
                ? new(exercise.Slug, ["the first step"], null)
                : new(exercise.Slug, ["the first step"], ("the second step", new("commands", "Too many commands.")));
        }
        finally
        {
            if (text == Waits) await Task.Delay(100, CancellationToken.None); // as processes take time to end
            Interlocked.Decrement(ref _running);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
