namespace PyConDemo.Workshop.Judging;

/// <summary>A stretch goal that the judge can check.</summary>
/// <param name="Number">Its number on the exercise's page.</param>
/// <param name="What">What a lane does that reaches it.</param>
internal sealed record StretchGoal(int Number, string What, Func<CancellationToken, Task<bool>> IsReachedAsync)
{
    public async Task<GoalLine> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            return new(Number, What, await IsReachedAsync(cancellationToken));
        }
        catch (Exception e) when (e is RefusalException || Checker.IsOtherShape(e))
        {
            return new(Number, What, IsReached: false); // it does without the goal what the steps ask for
        }
    }
}

/// <summary>Whether an accepted lane reaches a stretch goal.</summary>
internal sealed record GoalLine(int Number, string What, bool IsReached);
