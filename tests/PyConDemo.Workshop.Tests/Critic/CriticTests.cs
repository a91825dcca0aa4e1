using System.Collections.Concurrent;
using PyConDemo.Workshop.Exercises;
using PyConDemo.Workshop.Judging;

namespace PyConDemo.Workshop.Tests.Critic;

/// <summary>The judge refuses each right fix that has got a mistake, except where the mistake changes nothing that
/// counts. A plain run checks some of them.</summary>
public sealed class CriticTests(JudgeFixture judge)
{
    public static TheoryData<string> Patterns => [.. ExerciseCatalog.All.Select(exercise => exercise.Name)];

    [Theory, MemberData(nameof(Patterns))]
    public async Task A_mutant_is_refused_or_equal(string pattern)
    {
        // Some of the sample don't compile, and one of the others is enough for a plain run.
        var mutants = new ConcurrentQueue<Mutant>(TestSize.Sample(MutantsOf(pattern), plain: 12));
        var enough = TestSize.Choose(plain: 1, full: mutants.Count);
        var verdicts = new ConcurrentBag<(bool IsTrue, string Line)>();
        await Task.WhenAll(Enumerable.Range(0, Math.Min(enough, 2)).Select(_ => JudgeAsync()));

        Assert.NotEmpty(verdicts);
        var untrue = verdicts.Where(verdict => !verdict.IsTrue).Select(verdict => verdict.Line).Order().ToArray();
        Assert.True(untrue.Length == 0, $"{untrue.Length} of {verdicts.Count}:\n{string.Join('\n', untrue)}");

        async Task JudgeAsync()
        {
            using var folder = new ScratchFolder();
            while (verdicts.Count < enough && mutants.TryDequeue(out var mutant))
            {
                var file = folder.File($"{Guid.NewGuid():N}.cs", mutant.Source);
                if (await VerdictAsync(mutant, file) is not { } verdict) continue;
                verdicts.Add(verdict);
                TestContext.Current.SendDiagnosticMessage(verdict.Line);
            }
        }
    }

    [Fact]
    public void Each_equal_mutant_exists_and_has_a_reason()
    {
        var mutants = Patterns.SelectMany(row => MutantsOf(row.Data)).ToArray();
        Assert.All(EqualMutants.All, equal =>
        {
            Assert.EndsWith(".", equal.Reason, StringComparison.Ordinal);
            Assert.Contains(mutants, equal.Has);
        });
    }

    [Fact]
    public void The_workshops_page_says_how_many_fixes_and_mutants_there_are()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "workshop", "README.md"));
        var (right, wrong) = (Fix.All.Count(fix => fix.IsRight), Fix.All.Count(fix => !fix.IsRight));
        var mutants = Patterns.Sum(row => MutantsOf(row.Data).Count());
        Assert.Contains($"keeps {wrong} wrong fixes and {right} right ones", page, StringComparison.Ordinal);
        Assert.Contains($"It makes {mutants} mutants", page, StringComparison.Ordinal);
    }

    /// <summary>Each mistake once: Good comes first, and then the fixes with what is different in them.</summary>
    private static IEnumerable<Mutant> MutantsOf(string pattern)
        => Fix.All.Where(fix => fix.Pattern == pattern && fix.IsRight)
            .Select(fix => Mutant.Of(pattern, fix.Name, File.ReadAllText(fix.File)))
            .Prepend(Mutant.Of(pattern, "Good", Fix.Good(pattern)))
            .SelectMany(mutants => mutants)
            .DistinctBy(mutant => mutant.What);

    /// <returns>Null if it doesn't compile.</returns>
    private async Task<(bool IsTrue, string Line)?> VerdictAsync(Mutant mutant, string file)
    {
        try
        {
            var isEqual = EqualMutants.All.Any(equal => equal.Has(mutant));
            var result = await judge.CheckAsync(mutant.Pattern, file, TestContext.Current.CancellationToken);
            var verdict = result.Refused is { Why: var why } ? $"refused for {why.Reason}: {why.Message}" : "accepted";
            return (result.IsAccepted == isEqual, $"{mutant}\n    {verdict}");
        }
        catch (CompileErrorsException)
        {
            return null;
        }
    }
}
