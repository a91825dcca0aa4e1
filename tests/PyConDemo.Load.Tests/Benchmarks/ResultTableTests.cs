using PyConDemo.Benchmarks.Results;

namespace PyConDemo.Load.Tests.Benchmarks;

public class ResultTableTests
{
    [Fact]
    public void Every_measured_number_has_three_significant_digits()
    {
        var table = Write(new("by hand", Hand(9)), new("good", Good(9), Hand(9), "a note"));

        Assert.Equal(["", "req/s", "throughput", "CPU ms per request", "CPU", "note"], table[0]);
        Assert.Equal(["by hand", "10,000", "reference", "0.0500", "reference", ""], table[2]);
        Assert.Equal(["good", "9,040", "0.904 (0.900–0.908)", "0.0597", "1.19 (1.19–1.20)", "a note"], table[3]);
    }

    [Fact]
    public void The_lines_of_a_table_have_one_length()
    {
        using var output = new StringWriter();
        ResultTable.Write(output, [new("a rather long name", Hand(8)), new("b", Good(8), Hand(8))]);
        Assert.Single(output.ToString().TrimEnd().Split('\n').Select(line => line.TrimEnd('\r').Length).Distinct());
    }

    [Fact]
    public void Results_of_a_run_that_stopped_early_are_shown_without_an_interval()
    {
        var table = Write(new("by hand", Hand(3)), new("good", Good(3), Hand(3)));

        Assert.Equal(["good", "9,010", "0.901 (no interval)", "0.0599", "1.20 (no interval)", ""], table[3]);
    }

    [Fact]
    public void What_has_no_finished_block_is_left_out()
        => Assert.Equal("good", Assert.Single(Write(new("by hand", []), new("good", Good(1), Hand(1))).Skip(2))[0]);

    private static Block[] Hand(int count)
        => [.. Enumerable.Repeat(new Block(10_000, TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(500)), count)];

    private static Block[] Good(int count) => [.. Enumerable.Range(0, count)
        .Select(i => new Block(9_000 + 10 * i, TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(540)))];

    /// <summary>Returns the cells of each line.</summary>
    private static string[][] Write(params Measured[] results)
    {
        using var output = new StringWriter();
        ResultTable.Write(output, results);
        return [.. output.ToString().TrimEnd().Split('\n')
            .Select(line => line.Trim().Trim('|').Split('|').Select(cell => cell.Trim()).ToArray())];
    }
}
