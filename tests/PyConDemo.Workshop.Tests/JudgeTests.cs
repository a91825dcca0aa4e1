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
        => Assert.False((await judge.CheckAsync(pattern, LaneOf(pattern, "Yours"), Cancel)).IsAccepted);

    [Theory, MemberData(nameof(Patterns))]
    public async Task Good_is_accepted(string pattern)
    {
        using var folder = new ScratchFolder();
        var good = await File.ReadAllTextAsync(LaneOf(pattern, "Good"), Cancel);
        var yours = folder.File($"{pattern}Yours.cs", good.Replace($"{pattern}Good", $"{pattern}Yours", StringComparison.Ordinal));
        AssertAccepted(await judge.CheckAsync(pattern, yours, Cancel));
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
        foreach (var fixes in Fix.All.Where(fix => fix.Refused.Length == 0 == isRight).GroupBy(fix => fix.Pattern))
        {
            if (ExerciseCatalog.All.All(exercise => exercise.Name != fixes.Key)) continue;
            foreach (var fix in TestSize.Sample(fixes, plain)) data.Add(fix.Pattern, fix.Name);
        }

        return data;
    }

    private static void AssertAccepted(CheckResult result) => Assert.True(
        result.IsAccepted,
        $"{result.Slug}: {result.Refused?.Step}: {result.Refused?.Why.Reason}: {result.Refused?.Why.Message}");

    private static string LaneOf(string pattern, string lane)
        => Path.Combine(Repository.Root, "src", "PyConDemo.Api", "AntiPatterns", pattern, $"{pattern}{lane}.cs");
}
