using PyConDemo.Workshop.Exercises;
using PyConDemo.Workshop.Judging;

namespace PyConDemo.Workshop.Tests;

/// <summary>The judge refuses every known wrong fix for a true reason, and accepts every right one. A plain run checks
/// some of them.</summary>
public sealed class JudgeTests(JudgeFixture judge)
{
    public static TheoryData<string> Patterns => [.. ExerciseCatalog.All.Select(exercise => exercise.Name)];

    public static TheoryData<string, string> Wrong => SampleOf(isRight: false, plain: 2);

    public static TheoryData<string, string> Right => SampleOf(isRight: true, plain: 1);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Patterns))]
    public async Task As_shipped_it_is_refused(string pattern)
        => Assert.False((await judge.CheckAsync(pattern, Fix.LaneOf(pattern, "Yours"), Cancel)).IsAccepted);

    /// <summary>An accepted lane shows its costs and the stretch goals. The next step reaches one that Good does not.
    /// </summary>
    [Theory]
    [InlineData("NPlusOne", "Good", new int[0])]
    [InlineData("NPlusOne", "PageFirst", new[] { 1 })]
    [InlineData("OffsetPagination", "Good", new[] { 1 })]
    [InlineData("OffsetPagination", "RowValueInSql", new int[0])]
    [InlineData("FatPayloads", "Good", new[] { 2 })]
    [InlineData("HotAggregations", "Good", new int[0])]
    [InlineData("HotAggregations", "CacheOfFiveSeconds", new[] { 2 })]
    [InlineData("RowLocking", "Good", new int[0])]
    [InlineData("RowLocking", "RecordedOneByOneUnderALease", new[] { 5 })]
    [InlineData("LongRequests", "Good", new int[0])]
    public async Task Stretch_goals_are_checked(string pattern, string name, int[] reached)
    {
        using var folder = new ScratchFolder();
        var file = name == "Good" ? folder.File($"{pattern}Yours.cs", Fix.Good(pattern))
            : Fix.All.Single(fix => (fix.Pattern, fix.Name) == (pattern, name)).File;
        var result = await judge.CheckAsync(pattern, file, Cancel);
        AssertAccepted(result);
        Assert.Equal(reached, result.Goals.Where(goal => goal.IsReached).Select(goal => goal.Number));
        var commands = result.Costs[0];
        Assert.InRange(commands.Yours, name == "CacheOfFiveSeconds" ? 0 : 1, 40);
        Assert.InRange(commands.Good, 1, 40);
    }

    [Theory, MemberData(nameof(Wrong))]
    public async Task A_wrong_fix_is_refused_for_a_true_reason(string pattern, string name)
    {
        var fix = Fix.All.Single(fix => (fix.Pattern, fix.Name) == (pattern, name));
        var result = await judge.CheckAsync(pattern, fix.File, Cancel);
        Assert.True(result.Refused is not null, $"{name} was accepted.");
        var why = result.Refused.Value.Why;
        Assert.True(
            fix.Refused.Contains(why.Reason),
            $"{name} was refused for {why.Reason}, not {string.Join(" or ", fix.Refused)}: {why.Message}");
        TestContext.Current.SendDiagnosticMessage($"{name}: {why.Message}");
    }

    [Theory, MemberData(nameof(Right))]
    public async Task A_right_fix_that_differs_from_Good_is_accepted(string pattern, string name)
        => AssertAccepted(
            await judge.CheckAsync(pattern, Fix.All.Single(fix => (fix.Pattern, fix.Name) == (pattern, name)).File, Cancel));

    private static TheoryData<string, string> SampleOf(bool isRight, int plain)
    {
        var data = new TheoryData<string, string>();
        foreach (var fixes in Fix.All.Where(fix => fix.IsRight == isRight).GroupBy(fix => fix.Pattern))
        {
            if (ExerciseCatalog.All.All(exercise => exercise.Name != fixes.Key)) continue;
            foreach (var fix in TestSize.Sample(fixes, plain)) data.Add(fix.Pattern, fix.Name);
        }

        return data;
    }

    private static void AssertAccepted(CheckResult result) => Assert.True(
        result.IsAccepted,
        $"{result.Slug}: {result.Refused?.Step}: {result.Refused?.Why.Reason}: {result.Refused?.Why.Message}");
}
