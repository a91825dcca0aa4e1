using System.Text.Json.Nodes;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Package;

/// <summary>Follows the README's section "Install" to the letter, in a new folder. Only the port and the database are
/// the test's own.</summary>
[Collection(Alone.Name)] // it builds an application
public sealed class ReadmeInstallTests(PackedLibrary library, TestDatabase db)
    : IClassFixture<PackedLibrary>, IClassFixture<TestDatabase>
{
    private const string Address = "http://localhost:5000";

    // The parts of the header, the JSON and the page that are there only with a finding.
    private static readonly string[] Findings = ["Checklist-Findings:", "\"unhealthy\"", "<h3>"];

    [Fact]
    public async Task A_stranger_gets_a_finding()
    {
        await using var application = new NewApplication(library);
        var (address, answers) = ("", new List<string>());
        foreach (var command in Readme.Commands(Readme.Section("Install")))
        {
            switch (command.Split(' ', '='))
            {
                case ["cd", var folder]:
                    application.EnterFolder(folder);
                    await application.WriteAsync("Program.cs", Readme.Samples.First());
                    break;
                case ["export", var variable, ..]:
                    application.Set(variable, db.ConnectionString);
                    break;
                case ["dotnet", "run", ..]:
                    address = await application.StartAsync(command.Replace(Address, "http://127.0.0.1:0"));
                    break;
                case ["curl", ..]:
                    answers.Add(await AskAsync(application, command.Replace(Address, address)));
                    break;
                default:
                    await application.RunAsync(command);
                    break;
            }
        }

        Assert.Equal(3, answers.Count);
        Assert.Contains("Checklist-Findings: n-plus-one", answers[0]);
        Assert.Contains("Server-Timing: sql;dur=", answers[0]);
        Assert.Equal("n-plus-one", BrokenRules(answers[1]));
        Assert.Contains("<h3>n-plus-one: GET /orders</h3>", answers[2]);
    }

    /// <summary>The results follow the answer within moments, and a person is slower than they are.</summary>
    private static async Task<string> AskAsync(NewApplication application, string command)
    {
        var answer = "";
        await TestApp.WaitUntilAsync(async () =>
        {
            answer = await application.RunAsync($"{command} --silent --show-error");
            return Findings.Any(finding => answer.Contains(finding, StringComparison.Ordinal));
        });
        return answer;
    }

    private static string BrokenRules(string json) => string.Join(
        ' ',
        from route in JsonNode.Parse(json)!["routes"]!.AsArray()
        from rule in route!["rules"]!.AsArray()
        where (string?)rule!["state"] == "unhealthy"
        select (string?)rule["rule"]);
}
