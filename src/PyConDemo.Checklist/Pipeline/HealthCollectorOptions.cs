namespace PyConDemo.Checklist.Pipeline;

/// <summary>What a <see cref="HealthCollector"/> reports, and what makes a test run fail.</summary>
/// <remarks>Relative paths start at the folder of the source file that creates the collector.</remarks>
public sealed class HealthCollectorOptions
{
    private const string UpdateVariable = "CHECKLIST_BASELINE";

    internal HealthCollectorOptions(Func<string, string?> environment)
    {
        IsBuildServer = Has("CI", "true") || Has("CI", "1") || Has("TF_BUILD", "true");
        GitHub = Has("GITHUB_ACTIONS", "true");
        UpdateBaseline = Has(UpdateVariable, "update");
        if (!UpdateBaseline && environment(UpdateVariable) is { Length: > 0 } other)
            throw new ArgumentException($"{UpdateVariable} is '{other}'. Its only value is 'update'.");

        bool Has(string name, string value)
            => string.Equals(environment(name), value, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The file of the findings that are accepted. Commit it. The first run writes it; from then on only
    /// findings that are not in it make a run fail. Null (default): every finding does.</summary>
    /// <remarks>On a build server (`CI` or `TF_BUILD` is set) a missing file is not written, because nobody would
    /// commit it: then every finding is new. Use one file per test project.</remarks>
    public string? Baseline { get; set; }

    /// <summary>Writes the baseline again: new findings come in, findings that are gone go out, and reasons stay. By
    /// default true if the environment variable `CHECKLIST_BASELINE` is `update`. Run all tests with it.</summary>
    public bool UpdateBaseline { get; set; }

    /// <summary>The JUnit file to write, with a test case per route and rule. Null (default): none.</summary>
    public string? JUnit { get; set; }

    /// <summary>Writes annotations for GitHub's pull requests to <see cref="Output"/>. By default true if the
    /// environment variable `GITHUB_ACTIONS` is `true`.</summary>
    public bool GitHub { get; set; }

    /// <summary>Gets the report as text. By default the console.</summary>
    public TextWriter Output { get; set; } = Console.Out;

    /// <summary>The rules that are reported, of <see cref="HealthRules"/>. By default all six.</summary>
    public IReadOnlyCollection<string> Rules { get; set; } = HealthRules.All;

    /// <summary>True: findings that are measured in ms make a run fail, too (long requests, long lock waits). False
    /// (default): they are only reported, because they depend on the machine and on the other tests.</summary>
    public bool FailOnTime { get; set; }

    internal bool IsBuildServer { get; }
}
