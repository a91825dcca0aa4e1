namespace PyConDemo.Api.Tests.AntiPatterns.LongRequests;

/// <summary>The report only has to take time. A reader of the pair should not have to read much about it.</summary>
public class ReportSizeTests
{
    [Fact]
    public void The_report_and_both_engines_take_at_most_450_lines()
    {
        var folder = Path.Combine(Repository.Root, "src/PyConDemo.Api/AntiPatterns/LongRequests/Support/Reports");
        var files = Directory.GetFiles(folder);

        Assert.All(files, file => Assert.Equal(".cs", Path.GetExtension(file)));
        Assert.InRange(files.Sum(file => File.ReadLines(file).Count()), 1, 450);
        Assert.All(files.SelectMany(File.ReadLines), line => Assert.InRange(line.Length, 0, 120));
    }
}
