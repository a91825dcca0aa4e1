using PyConDemo.Workshop.Judging;

namespace PyConDemo.Workshop.Tests;

/// <summary>A stretch goal never takes an acceptance away, whatever the lane answers.</summary>
public sealed class StretchGoalTests
{
    public static TheoryData<Func<Task<bool>>, bool> Checks => new()
    {
        { () => Task.FromResult(true), true },
        { () => Task.FromResult(false), false },
        { () => throw new RefusalException("fails", "It answers 500."), false },
        { () => throw new FormatException("`prev` is no address."), false },
        { () => throw new InvalidOperationException("`prev` is a number."), false },
        { () => throw new KeyNotFoundException("There is no `orders`."), false },
    };

    [Theory, MemberData(nameof(Checks), DisableDiscoveryEnumeration = true)]
    public async Task A_goal_is_reached_or_not(Func<Task<bool>> isReachedAsync, bool expected)
    {
        var goal = new StretchGoal(1, "`prev` leads back", _ => isReachedAsync());
        Assert.Equal(new GoalLine(1, "`prev` leads back", expected), await goal.CheckAsync(TestContext.Current.CancellationToken));
    }
}
