using System.Xml.Linq;
using PyConDemo.Checklist.Pipeline;
using PyConDemo.Checklist.Rules;
using static PyConDemo.Checklist.Tests.Pipeline.TestRun;

namespace PyConDemo.Checklist.Tests.Pipeline;

/// <summary>The reports for people, build servers and GitHub.</summary>
public sealed class ReportTests : IDisposable
{
    private readonly TestRun _run = new();

    [Fact]
    public async Task JUnit_has_a_case_per_route_and_rule()
    {
        await _run.RunAsync(Found("known"));
        await _run.RunAsync(
            o => (o.Baseline, o.JUnit) = (_run.BaselinePath, _run.JUnitPath),
            Found("known"),
            Found("SELECT a", HealthRules.OffsetPagination, "rows", 7),
            Found("SELECT b", HealthRules.OffsetPagination, "rows", 8),
            Found(null, HealthRules.LongRequests, "ms"),
            Healthy(HealthRules.FatPayloads),
            NotSeen(HealthRules.HotAggregations),
            new(HealthRules.RowLocking, HealthState.Suppressed, Note: "once a day"));
        var suite = XDocument.Load(_run.JUnitPath).Root!.Element("testsuite")!;
        Assert.Equal(
            ("6", "1", "4", "0"),
            (suite.Attribute("tests")!.Value, suite.Attribute("failures")!.Value, suite.Attribute("skipped")!.Value,
                suite.Attribute("errors")!.Value));
        Assert.Equal(
            [
                "long-requests: skipped, does not fail: it depends on the machine: It costs 20 ms.",
                "offset-pagination: failure, It costs 7 rows.",
                "n-plus-one: skipped, does not fail: it is in the baseline (without a reason): It costs 20 commands.",
                "hot-aggregations: skipped, not seen: no plan",
                "fat-payloads: passed",
                "row-locking: skipped, suppressed: once a day",
            ],
            suite.Elements("testcase").Select(Describe));
        Assert.All(suite.Elements("testcase"), c => Assert.Equal("GET /orders", c.Attribute("classname")!.Value));
        var failure = suite.Descendants("failure").Single().Value;
        Assert.Contains("SELECT a", failure, StringComparison.Ordinal);
        Assert.Contains("SELECT b", failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JUnit_is_well_formed_whatever_the_SQL_contains()
    {
        const string Statement = "SELECT '\0\u0008\u001b[31m <&\"]]> \ud83d\ude00 \ud83d \ude00 \uffff'";
        await _run.RunAsync(o => o.JUnit = _run.JUnitPath, Found(Statement));
        var failure = XDocument.Load(_run.JUnitPath).Descendants("failure").Single().Value;
        Assert.Contains(
            "SELECT '\\u0000\\u0008\\u001b[31m <&\"]]> \ud83d\ude00 \\ud83d \\ude00 \\uffff'", failure,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task GitHub_s_annotations_are_one_line_each_and_escaped()
    {
        _run.Environment["GITHUB_ACTIONS"] = "true";
        await _run.RunAsync(Found("known"));
        await _run.RunAsync(
            Found("known"), Found("SELECT 5 % 2\r\n, 'a:b'"), Found(null, HealthRules.LongRequests, "ms"));
        var lines = _run.Report.Split('\n').Where(l => l.StartsWith("::", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, lines.Count);
        Assert.StartsWith(
            "::error title=n-plus-one on GET /orders::n-plus-one: It costs 20 commands.%0A", lines[0],
            StringComparison.Ordinal);
        Assert.Contains("statement: SELECT 5 %25 2%0D%0A, 'a:b'%0A", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("::warning title=long-requests on GET /orders::", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void An_annotation_s_title_escapes_more_characters()
        => Assert.StartsWith(
            "::error title=n-plus-one on GET /a%3Ab%2Cc%2525::",
            GitHubAnnotations.Format("error", Found().Finding! with { Route = "GET /a:b,c%25" }),
            StringComparison.Ordinal);

    [Fact]
    public async Task Without_GitHub_there_are_no_annotations()
    {
        await _run.RunAsync(Found(), Found("other"));
        await _run.RunAsync(Found("new"));
        Assert.DoesNotContain("::", _run.Report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_not_seen_is_counted_with_its_usual_reason()
    {
        await _run.RunAsync(NotSeen(HealthRules.HotAggregations), NotSeen(HealthRules.LongRequests));
        Assert.Contains("hot-aggregations (routes: 1), mostly: no plan", _run.Report, StringComparison.Ordinal);
    }

    public void Dispose() => _run.Dispose();

    private static string Describe(XElement test)
    {
        var name = test.Attribute("name")!.Value;
        return test.Elements().SingleOrDefault() is { } inner
            ? $"{name}: {inner.Name}, {inner.Attribute("message")!.Value}"
            : $"{name}: passed";
    }
}
