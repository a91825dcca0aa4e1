using System.CommandLine;
using PyConDemo.Stage.Racing;
using PyConDemo.Stage.Target;

namespace PyConDemo.Stage.CommandLine;

/// <summary>What every measuring command understands.</summary>
internal sealed class CommonOptions
{
    private static readonly RaceSettings Defaults = new();

    public Option<Uri?> Target { get; } = new("--target")
    {
        Description = "Measure the API at this address. Without it, one is started and stopped.",
        CustomParser = r => Uri.TryCreate(r.Tokens[0].Value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri : Invalid<Uri?>(r, "is not an http address"),
    };

    public Option<string?> Scale { get; } = new("--scale") { Description = "Size of the data of a started API: small, stage, large." };

    public Option<TimeSpan> Timeout { get; } = Duration("--timeout", Defaults.Timeout, "After which a request counts as failed.");

    public Option<int?> Seed { get; } = new("--seed") { Description = "Of the block order and the bootstrap; drawn by lot without it." };

    public Option<FileInfo?> Json { get; } = new("--json") { Description = "Write the report as JSON." };

    public Option<FileInfo?> Markdown { get; } = new("--markdown") { Description = "Write the report as Markdown." };

    public Option<FileInfo?> Html { get; } = new("--html") { Description = "Write the report as one self-contained HTML file with charts." };

    public Option<bool> Verbose { get; } = new("--verbose") { Description = "Show what the started API prints." };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[Target, Scale, Timeout, Seed, Json, Markdown, Html, Verbose]) command.Add(option);
    }

    /// <summary>The API that the line names, or one that is started.</summary>
    public Task<TargetSession> OpenAsync(ParseResult line, CancellationToken cancellationToken)
        => TargetSession.OpenAsync(line.GetValue(Target), line.GetValue(Scale), line.GetValue(Verbose), cancellationToken);

    /// <summary>Durations are written 500ms, 20s, 2m.</summary>
    public static Option<TimeSpan> Duration(string name, TimeSpan otherwise, string description) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => otherwise,
        CustomParser = r => DurationText.TryParse(r.Tokens[0].Value, out var duration)
            ? duration : Invalid<TimeSpan>(r, "is not a duration such as 500ms, 20s or 2m"),
    };

    public static T? Invalid<T>(System.CommandLine.Parsing.ArgumentResult result, string why)
    {
        result.AddError($"'{result.Tokens[0].Value}' {why}.");
        return default;
    }
}
