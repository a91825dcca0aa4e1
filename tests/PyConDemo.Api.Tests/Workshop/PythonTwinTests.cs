using Npgsql;
using PyConDemo.Api.AntiPatterns;
using PyConDemo.Api.Data.Seeding;
using PyConDemo.Api.Tests.Support;

namespace PyConDemo.Api.Tests.Workshop;

/// <summary>Each pair's Python scripts have the costs that they claim, and change nothing in the database.</summary>
public sealed class PythonTwinTests(Cluster cluster)
{
    private static readonly string Folder = Path.Combine(Repository.Root, "docs/workshop/python");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static readonly string[] Dialects = ["django", "sqlalchemy", "sql"];

    private static IEnumerable<string> All =>
        from pattern in AntiPatternCatalog.All
        from dialect in Dialects
        select $"{pattern.Slug.Replace('-', '_')}_{dialect}.py";

    /// <summary>All of them, or in a plain run some.</summary>
    public static TheoryData<string> Scripts => [.. TestSize.Sample(All, plain: 6)];

    [Theory, MemberData(nameof(Scripts))]
    public async Task The_script_holds_and_changes_nothing(string script)
    {
        await using var database = await cluster.CopyAsync(DemoScale.Small);

        var (exitCode, output) = await Python.RunOrSkipAsync(Path.Combine(Folder, script), Url(database), Cancel);

        TestContext.Current.TestOutputHelper!.WriteLine(output);
        Assert.True(
            exitCode == 0 && output.Contains("same answer, costs as expected", StringComparison.Ordinal), output);
        await database.ExecuteAsync("SELECT demo_prove()"); // every row of every table, by checksum
        Assert.False(
            await database.ScalarAsync<bool>("SELECT is_called FROM reports_id_seq"),
            "It took a number of the demo's reports.");
    }

    [Fact]
    public void Every_script_is_run()
        => Assert.Equal(
            All.Order(StringComparer.Ordinal),
            Directory.GetFiles(Folder, "*_*.py").Select(path => Path.GetFileName(path))
                .Where(
                    name => File.ReadAllText(Path.Combine(Folder, name)).Contains("__main__", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal));

    private static string Url(TestDatabase database)
    {
        var to = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        var user = $"{Uri.EscapeDataString(to.Username!)}:{Uri.EscapeDataString(to.Password ?? "")}";
        return $"postgresql://{user}@{to.Host}:{to.Port}/{to.Database}";
    }
}
