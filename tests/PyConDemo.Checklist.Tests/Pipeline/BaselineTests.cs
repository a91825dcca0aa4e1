using PyConDemo.Checklist.Rules;
using static PyConDemo.Checklist.Tests.Pipeline.TestRun;

namespace PyConDemo.Checklist.Tests.Pipeline;

/// <summary>The life of a baseline file, from the first run to the last finding that goes.</summary>
public sealed class BaselineTests : IDisposable
{
    private readonly TestRun _run = new();

    [Fact]
    public async Task The_first_run_writes_the_file_and_passes()
    {
        Assert.Null(await _run.RunAsync(Found("SELECT b > 'x'", amount: 40), Found("SELECT a"), Healthy()));
        Assert.Equal("""
            {
              "version": 1,
              "findings": [
                {
                  "route": "GET /orders",
                  "rule": "n-plus-one",
                  "unit": "commands",
                  "statement": "SELECT a",
                  "reason": null
                },
                {
                  "route": "GET /orders",
                  "rule": "n-plus-one",
                  "unit": "commands",
                  "statement": "SELECT b > 'x'",
                  "reason": null
                }
              ]
            }

            """.ReplaceLineEndings("\n"), Baseline);
        Assert.Contains($"The baseline '{_run.BaselinePath}' was written. Commit it.", _run.Report, Ordinal);
        Assert.Contains("It costs 40 commands.", _run.Report, Ordinal);
        Assert.Equal(["baseline.json"], _run.Files); // no temporary file
    }

    [Fact]
    public async Task The_same_findings_with_other_amounts_and_lines_pass()
    {
        await _run.RunAsync(Found(amount: 20), Found(statement: null, HealthRules.FatPayloads, "bytes"));
        var before = Baseline;
        Assert.Null(await _run.RunAsync(
            Found(amount: 99), Found(statement: null, HealthRules.FatPayloads, "bytes", amount: 7)));
        Assert.Equal(before, Baseline);
        Assert.Contains("0 new, 2 known, 0 gone", _run.Report, Ordinal);
        Assert.Contains("It has no reason: write one into the baseline.", _run.Report, Ordinal);
    }

    [Theory]
    [InlineData("SELECT other", HealthRules.NPlusOne, "commands")]
    [InlineData("SELECT ?", HealthRules.OffsetPagination, "commands")]
    [InlineData("SELECT ?", HealthRules.NPlusOne, "rows")]
    public async Task A_new_finding_fails_with_its_evidence(string statement, string rule, string unit)
    {
        await _run.RunAsync(Found());
        var before = Baseline;
        var error = Assert.IsType<UnhealthyException>(await _run.RunAsync(Found(), Found(statement, rule, unit, 33)));
        Assert.Equal((rule, 33), (Assert.Single(error.Findings).Rule, error.Findings[0].Amount));
        Assert.Contains($"It costs 33 {unit}.", error.Message, Ordinal);
        Assert.Contains("CHECKLIST_BASELINE=update", error.Message, Ordinal);
        Assert.Contains("1 new, 1 known", _run.Report, Ordinal);
        Assert.Equal(before, Baseline);
    }

    [Fact]
    public async Task Without_a_baseline_every_finding_fails()
        => Assert.IsType<UnhealthyException>(await _run.RunAsync(_ => { }, Found()));

    [Fact]
    public async Task An_update_adds_the_new_drops_the_gone_and_keeps_reasons()
    {
        await _run.RunAsync(Found("SELECT a"), Found("SELECT b"), Found("x", HealthRules.RowLocking, "rows"));
        await WriteReason("SELECT b");
        _run.Environment["CHECKLIST_BASELINE"] = "update";
        Assert.Null(await _run.RunAsync(Found("SELECT b"), Found("SELECT c"), NotSeen(HealthRules.RowLocking)));
        Assert.DoesNotContain("SELECT a", Baseline, Ordinal);
        Assert.Matches("""SELECT b",\s+"reason": "ticket 12""", Baseline);
        Assert.Matches("""SELECT c",\s+"reason": null""", Baseline);
        Assert.Contains(HealthRules.RowLocking, Baseline, Ordinal); // nobody looked, so it may still be there
        Assert.Matches(@"Gone, and removed from the baseline:\s+n-plus-one on GET /orders: SELECT a", _run.Report);
        Assert.Contains("ticket 12", _run.Report, Ordinal);
    }

    [Fact]
    public async Task A_finding_that_is_gone_is_said_but_does_not_fail()
    {
        await _run.RunAsync(Found());
        Assert.Null(await _run.RunAsync(Healthy(), NotSeen()));
        Assert.Matches(@"Gone: remove it from the baseline:\s+n-plus-one on GET /orders: SELECT \?", _run.Report);
    }

    [Fact]
    public async Task What_nobody_looked_at_is_not_gone()
    {
        await _run.RunAsync(Found());
        Assert.Null(await _run.RunAsync(NotSeen()));
        Assert.Contains(" 0 gone", _run.Report, Ordinal);
        Assert.Null(await _run.RunAsync(Healthy(HealthRules.FatPayloads)));
        Assert.Contains(" 0 gone", _run.Report, Ordinal);
    }

    [Fact]
    public async Task What_depends_on_the_machine_is_reported_but_neither_fails_nor_is_written()
    {
        var slow = Found(statement: null, HealthRules.LongRequests, "ms");
        Assert.Null(await _run.RunAsync(slow));
        Assert.DoesNotContain("long-requests", Baseline, Ordinal);
        Assert.Contains("1 that depend on the machine", _run.Report, Ordinal);
        Assert.NotNull(await _run.RunAsync(o => (o.Baseline, o.FailOnTime) = (_run.BaselinePath, true), slow));
    }

    [Theory]
    [InlineData("CI", "true")]
    [InlineData("TF_BUILD", "True")]
    public async Task On_a_build_server_a_missing_file_is_not_written(string variable, string value)
    {
        _run.Environment[variable] = value;
        Assert.Null(await _run.RunAsync(Healthy()));
        var error = Assert.IsType<UnhealthyException>(await _run.RunAsync(Found()));
        Assert.Contains("does not exist. Run the tests once on your own machine", error.Message, Ordinal);
        Assert.Empty(_run.Files);
    }

    [Fact]
    public async Task A_run_without_requests_writes_no_file()
    {
        Assert.Null(await _run.RunAsync());
        Assert.Empty(_run.Files);
        Assert.Contains("No request was measured.", _run.Report, Ordinal);
    }

    [Theory]
    [InlineData("<<<<<<< HEAD", "is not valid: '<' is an invalid start")]
    [InlineData("", "is not valid")]
    [InlineData("null", "is not valid: it is null")]
    [InlineData("""{"version":2,"findings":[]}""", "version 2 is unknown")]
    [InlineData("""{"version":1}""", "findings")]
    [InlineData("""{"version":1,"findings":[{"route":"/","unit":"rows"}]}""", "rule")]
    [InlineData("""{"version":1,"findings":[{"route":null,"rule":"n-plus-one","unit":"rows"}]}""", "Route")]
    [InlineData("""{"version":1,"findings":[{"route":"/","rule":"no","unit":"rows"}]}""", "the rule 'no' is unknown")]
    [InlineData("""{"version":1,"findings":[{"route":"/","rule":"n-plus-one","unit":"rows","why":""}]}""", "'why'")]
    public async Task A_broken_file_is_one_clear_error_and_stays(string text, string words)
    {
        await File.WriteAllTextAsync(_run.BaselinePath, text, Cancel);
        _run.Environment["CHECKLIST_BASELINE"] = "update";
        var error = Assert.IsType<InvalidDataException>(await _run.RunAsync(Found()));
        Assert.StartsWith($"The baseline '{_run.BaselinePath}' is not valid: ", error.Message, Ordinal);
        Assert.Contains(words, error.Message, Ordinal);
        Assert.Equal(text, Baseline);
    }

    [Fact]
    public async Task An_entry_that_a_merge_left_twice_keeps_its_reason()
    {
        const string Entry = """{"route":"GET /orders","rule":"n-plus-one","unit":"commands","statement":"SELECT ?" """;
        await File.WriteAllTextAsync(
            _run.BaselinePath,
            $$"""{"version":1,"findings":[{{Entry}}},{{Entry}},"reason":"ticket 12"},{{Entry}}},]}""", Cancel);
        Assert.Null(await _run.RunAsync(Found()));
        Assert.Contains("ticket 12", _run.Report, Ordinal);
    }

    [Fact]
    public async Task A_file_that_can_not_be_written_is_one_clear_error()
    {
        var path = Path.Combine(_run.BaselinePath, "in a file.json");
        await File.WriteAllTextAsync(_run.BaselinePath, "", Cancel);
        var error = Assert.IsType<IOException>(await _run.RunAsync(o => o.Baseline = path, Found()));
        Assert.StartsWith($"'{path}' could not be written: ", error.Message, Ordinal);
        Assert.Equal(["baseline.json"], _run.Files);
    }

    [Fact]
    public void A_misspelt_order_is_an_error()
    {
        _run.Environment["CHECKLIST_BASELINE"] = "updtae";
        var error = Assert.Throws<ArgumentException>(() => _run.Create());
        Assert.Contains("Its only value is 'update'", error.Message, Ordinal);
    }

    [Fact]
    public void A_misspelt_rule_is_an_error()
        => Assert.Throws<ArgumentException>(() => _run.Create(o => o.Rules = ["n-plus-none"]));

    [Fact]
    public async Task Rules_that_are_left_out_are_not_reported()
    {
        Assert.Null(await _run.RunAsync(o => o.Rules = [HealthRules.FatPayloads], Found()));
        Assert.Contains(" 0 new,", _run.Report, Ordinal);
    }

    public void Dispose() => _run.Dispose();

    private const StringComparison Ordinal = StringComparison.Ordinal;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Baseline => File.ReadAllText(_run.BaselinePath);

    private Task WriteReason(string statement) => File.WriteAllTextAsync(_run.BaselinePath, Baseline.Replace(
        $"\"{statement}\",\n      \"reason\": null", $"\"{statement}\",\n      \"reason\": \"ticket 12\"", Ordinal),
        Cancel);
}
