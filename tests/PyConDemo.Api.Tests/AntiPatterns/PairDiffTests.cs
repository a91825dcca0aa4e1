using PyConDemo.Api.AntiPatterns;
using PyConDemo.Api.Tests.Support;

namespace PyConDemo.Api.Tests.AntiPatterns;

/// <summary>
/// A pair shows one idea: few lines differ between bad and good, and each line is short enough for a projector.
/// </summary>
public sealed class PairDiffTests
{
    private const int LongestLine = 100;

    public static TheoryData<string> Slugs => [.. AntiPatternCatalog.All.Select(pattern => pattern.Slug)];

    [Theory]
    [InlineData("long-requests", 10, 7)]
    [InlineData("offset-pagination", 12, 8)]
    [InlineData("n-plus-one", 2, 1)]
    [InlineData("hot-aggregations", 5, 31)]
    [InlineData("fat-payloads", 6, 4)]
    [InlineData("row-locking", 6, 5)]
    public async Task A_pair_differs_in_few_lines(string slug, int mostAdded, int mostRemoved)
    {
        var (bad, good) = (await CodeAsync(slug, "Bad"), await CodeAsync(slug, "Good"));

        var common = CommonLines(bad, good);

        var (added, removed) = (good.Length - common, bad.Length - common);
        Assert.True(added <= mostAdded && removed <= mostRemoved, $"{slug}: {added} lines added, {removed} removed");
    }

    [Theory, MemberData(nameof(Slugs))]
    public void Every_line_of_a_lane_fits_100_columns(string slug)
        => Assert.All(LanesOf(slug), file => Assert.All(
            File.ReadLines(file),
            line => Assert.True(line.Length <= LongestLine, $"{Path.GetFileName(file)}: {line}")));

    // Yours begins with the line that says the exercise's goal, which may be longer.
    private static IEnumerable<string> LanesOf(string slug)
        => AntiPatternCatalog.All.Single(pattern => pattern.Slug == slug)
        .Ours().Select(lane => PathOf(slug, char.ToUpperInvariant(lane.Name[0]) + lane.Name[1..]));

    private static string PathOf(string slug, string lane)
    {
        var name = Repository.NameOf(slug);
        return Path.Combine(Repository.Root, "src/PyConDemo.Api/AntiPatterns", name, $"{name}{lane}.cs");
    }

    // Docstrings say what to look at, and that differs between the lanes.
    private static async Task<string[]> CodeAsync(string slug, string lane)
        => [.. (await File.ReadAllLinesAsync(PathOf(slug, lane)))
            .Where(line => !line.TrimStart().StartsWith("///", StringComparison.Ordinal))];

    /// <summary>The length of the longest common subsequence: the lines that `git diff --minimal` keeps.</summary>
    private static int CommonLines(string[] one, string[] other)
    {
        var lengths = new int[one.Length + 1, other.Length + 1];
        for (var i = 1; i <= one.Length; i++)
        {
            for (var j = 1; j <= other.Length; j++)
            {
                lengths[i, j] = one[i - 1] == other[j - 1]
                    ? lengths[i - 1, j - 1] + 1
                    : Math.Max(lengths[i - 1, j], lengths[i, j - 1]);
            }
        }

        return lengths[one.Length, other.Length];
    }
}
