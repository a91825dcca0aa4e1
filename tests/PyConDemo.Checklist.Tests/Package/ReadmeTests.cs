using System.Globalization;
using System.Text.RegularExpressions;
using PyConDemo.Checklist.Rules;
using PyConDemo.Checklist.Settings;

namespace PyConDemo.Checklist.Tests.Package;

/// <summary>Compares the README with the code.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string[] Outputs
        = ["ServerTiming", "FindingsHeader", "Log", "Metrics", "SpanEvents", "Page"];

    public static TheoryData<string, string> Settings => new(
        from property in typeof(ServerHealthChecklistOptions).GetProperties()
        where property.PropertyType != typeof(RuleSet) && !Outputs.Contains(property.Name)
        select (property.Name, Show(property.GetValue(new ServerHealthChecklistOptions()))));

    public static TheoryData<string, string, string> Thresholds => new(
        from rule in typeof(RuleSet).GetProperties()
        from property in rule.PropertyType.GetProperties()
        where property.CanWrite && property.PropertyType != typeof(bool) // switches are no thresholds
        select (rule.Name, property.Name, Show(property.GetValue(rule.GetValue(new RuleSet())))));

    [Fact]
    public void The_samples_compile()
    {
        var compiled = Trim(File.ReadAllText(Path.Combine(
            Repository.Root, "tests/PyConDemo.Checklist.Tests/Package/ReadmeSamples.cs")));
        var samples = Readme.Samples.Skip(1).ToList(); // ReadmeInstallTests runs the first one
        Assert.NotEmpty(samples);
        Assert.All(samples, sample => Assert.Contains(Trim(sample), compiled, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void A_setting_is_listed_with_its_default(string name, string value)
        => Assert.Contains($"\n| `{name}` | {value} |", Readme.Text, StringComparison.Ordinal);

    [Fact]
    public void Every_output_names_the_setting_that_switches_it_off()
        => Assert.All(Outputs, name => Assert.Contains($" | `{name}` |\n", Readme.Text, StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Thresholds))]
    public void A_threshold_is_listed_with_its_default(string rule, string name, string value)
    {
        var row = Readme.Text.Split('\n').Single(line => line.StartsWith($"| `{rule}` |", StringComparison.Ordinal));
        Assert.Matches($@"`{name}` {value}\b(?!,\d)", row);
    }

    [Fact]
    public void The_tables_list_nothing_else()
    {
        var section = Readme.Section("Settings");
        Assert.Equal(Settings.Count, SettingRow().Count(section));
        Assert.Equal(Thresholds.Count, ThresholdValue().Count(section));
    }

    private static string Show(object? value) => value switch
    {
        null => "none",
        bool on => on ? "`true`" : "`false`",
        TimeSpan time => $"{time.TotalMilliseconds:0} ms",
        string text => $"`{text}`",
        _ => string.Create(CultureInfo.InvariantCulture, $"{value:N0}"),
    };

    private static string Trim(string text)
        => string.Join('\n', text.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0));

    [GeneratedRegex(@"^\| `\w+` \| .* \| .* \|$", RegexOptions.Multiline)]
    private static partial Regex SettingRow();

    [GeneratedRegex(@"`\w+` \d")]
    private static partial Regex ThresholdValue();
}
