using System.Text.Json.Nodes;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Package;

/// <summary>Tests the library in an application that is pinned to Npgsql 10.0.0. The other tests have the newest one.
/// </summary>
[Collection(Alone.Name)] // it builds an application
public sealed class OldestNpgsqlTests(PackedLibrary library, TestDatabase db)
    : IClassFixture<PackedLibrary>, IClassFixture<TestDatabase>
{
    private static readonly string Here = Path.Combine(Repository.Root, "tests/PyConDemo.Checklist.Tests/Package");

    [Fact]
    public async Task The_rules_see_as_much_as_with_the_newest()
    {
        await using var application = new NewApplication(library);
        foreach (var file in Directory.GetFiles(Path.Combine(Here, "OldestNpgsql")))
            await application.WriteAsync(Path.GetFileNameWithoutExtension(file), await ReadAsync(file));
        application.Set("ConnectionStrings__Database", db.ConnectionString);
        application.Set("Checklist__Rules__LongRequests__Threshold", "00:01:00"); // a busy machine is slow
        await application.RunAsync("dotnet build");
        var built = Directory.GetFiles(application.Folder, "*.deps.json", SearchOption.AllDirectories).First();
        Assert.Contains("\"Npgsql/10.0.0\"", await ReadAsync(built));

        using var client = new HttpClient();
        client.BaseAddress = new(await application.StartAsync("dotnet run --no-build --urls http://127.0.0.1:0"));
        client.DefaultRequestHeaders.Add("Checklist", "on");

        // Rows and parameters.
        Assert.Equal(("n-plus-one", 20), await MeasureAsync(client, "/names"));
        Assert.Equal(("offset-pagination", 5_000), await MeasureAsync(client, "/page"));
        // Two statements in one transaction: Npgsql's private members tell that.
        Assert.Equal(("row-locking", 120), await MeasureAsync(client, "/locks"));
        Assert.Equal(("row-locking", 1_200), await MeasureAsync(client, "/batches"));
        // A plan, which comes on a connection of the checklist's own.
        Assert.Equal("hot-aggregations", (await MeasureAsync(client, "/count")).Rule);
        Assert.Equal(("", 0), await MeasureAsync(client, "/single"));
    }

    /// <summary>Sends a request until the route's answers are judged. Returns the broken rule and its amount.</summary>
    private static async Task<(string Rule, double Amount)> MeasureAsync(HttpClient client, string path)
    {
        for (var i = 0; i < 5; i++) // hot-aggregations needs five
            (await client.GetAsync(path, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        var rules = Array.Empty<JsonNode?>();
        await TestApp.WaitUntilAsync(async () =>
        {
            var json = await client.GetStringAsync("/checklist/routes", TestContext.Current.CancellationToken);
            var route = JsonNode.Parse(json)!["routes"]!.AsArray().Single(r => (string?)r!["route"] == path)!;
            rules = [.. route["rules"]!.AsArray()];
            return (int)route["requests"]! == 5 && rules.All(r => (string?)r!["state"] != "notSeen");
        });
        Assert.All(rules, r => Assert.True((string?)r!["state"] != "notSeen", $"{path}: {r}"));
        var broken = rules.SingleOrDefault(r => (string?)r!["state"] == "unhealthy");
        return ((string?)broken?["rule"] ?? "", (double?)broken?["finding"]!["amount"] ?? 0);
    }

    private static Task<string> ReadAsync(string file)
        => File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
}
