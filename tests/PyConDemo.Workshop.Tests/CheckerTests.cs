using PyConDemo.Workshop.Exercises;
using PyConDemo.Workshop.Fixes;
using PyConDemo.Workshop.Grading;

namespace PyConDemo.Workshop.Tests;

/// <summary>
/// The checker refuses every known wrong fix for its own reason, and accepts every right one. A plain run checks some.
/// </summary>
public sealed class CheckerTests(GradingFixture fixture)
{
    public static TheoryData<string> Slugs => [.. ExerciseCatalog.All.Select(exercise => exercise.Slug)];

    public static TheoryData<string, string> Wrong => SampleOf(fix => fix.Refused is not null, plain: 2);

    public static TheoryData<string, string> Right => SampleOf(fix => fix.Refused is null, plain: 1);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Slugs))]
    public async Task As_shipped_it_is_refused(string slug)
        => Assert.False((await CheckAsync(slug, "/yours")).IsAccepted);

    [Theory, MemberData(nameof(Slugs))]
    public async Task Good_is_accepted(string slug) => AssertAccepted(await CheckAsync(slug, "/good"));

    [Theory, MemberData(nameof(Wrong))]
    public async Task A_wrong_fix_is_refused_for_its_own_reason(string slug, string name)
    {
        var (type, fix) = FixRoutes.All.Single(f => f.Class.Name == name);
        var result = await CheckAsync(slug, FixRoutes.Prefix(type));
        Assert.True(result.Refused is not null, $"{name} was accepted.");
        var why = result.Refused.Value.Why;
        Assert.True(
            fix.Refused == why.Reason, $"{name} was refused for {why.Reason}, not {fix.Refused}: {why.Message}");
        TestContext.Current.SendDiagnosticMessage($"{name}: {why.Message}");
    }

    [Theory, MemberData(nameof(Right))]
    public async Task A_right_fix_that_differs_from_Good_is_accepted(string slug, string name)
        => AssertAccepted(
            await CheckAsync(slug, FixRoutes.Prefix(FixRoutes.All.Single(f => f.Class.Name == name).Class)));

    [Theory, MemberData(nameof(Slugs))]
    public void There_are_enough_of_both(string slug)
    {
        var fixes = FixRoutes.All.Where(f => f.Fix.Slug == slug).ToArray();
        Assert.True(fixes.Count(f => f.Fix.Refused is not null) >= 6, "six wrong ones at least");
        Assert.True(fixes.Count(f => f.Fix.Refused is null) >= 2, "two right ones at least");
    }

    /// <param name="plain">How many of each exercise a plain run checks.</param>
    private static TheoryData<string, string> SampleOf(Func<FixAttribute, bool> wanted, int plain)
    {
        var data = new TheoryData<string, string>();
        foreach (var fixes in FixRoutes.All.Where(f => wanted(f.Fix)).GroupBy(f => f.Fix.Slug))
        {
            var affordable = fixes.Where(f => TestSize.IsFull || !f.Fix.TakesMinutes);
            foreach (var (type, fix) in TestSize.Sample(affordable, plain)) data.Add(fix.Slug, type.Name);
        }

        return data;
    }

    private static void AssertAccepted(CheckResult result)
        => Assert.True(
            result.IsAccepted,
            $"{result.Slug}: {result.Refused?.Step}: {result.Refused?.Why.Reason}: {result.Refused?.Why.Message}");

    private async Task<CheckResult> CheckAsync(string slug, string prefix)
    {
        await fixture.OneAtATime.WaitAsync(Cancel);
        try
        {
            return await Checker.CheckAsync(ExerciseCatalog.Find(slug), fixture.Apis(prefix), null, Cancel);
        }
        finally
        {
            fixture.OneAtATime.Release();
        }
    }
}
