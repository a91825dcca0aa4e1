using System.CommandLine.Parsing;

namespace PyConDemo.Stage.CommandLine;

/// <summary>The options that every measuring command has.</summary>
internal class CommonOptions
{
    public Option<Uri?> Target { get; } = new("--target")
    {
        Description = "Measure the API at this address. Without it, the program starts an API and stops it afterwards.",
        CustomParser = r => Uri.TryCreate(r.Tokens[0].Value, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https" ? uri : InvalidTarget(r),
    };

    public Option<string?> Scale { get; } = new("--scale")
    {
        Description = "Size of the data of an API that the program starts: small, medium or large.",
        CustomParser = r => r.Tokens[0].Value is not "stage" and var scale
            ? scale : Invalid<string?>(r, "is called 'medium' now"),
    };

    public Option<TimeSpan> Timeout { get; } = Duration(
        "--timeout", new RaceSettings().Timeout, "After this time a request counts as failed.");

    public Option<int?> Seed { get; } = new("--seed") { Description = "Seed of the block order and the bootstrap." };

    public Option<FileInfo?> Json { get; } = new("--json") { Description = "Write the report as JSON." };

    public Option<FileInfo?> Markdown { get; } = new("--markdown") { Description = "Write the report as Markdown." };

    public Option<FileInfo?> Html { get; } = new("--html") { Description = "Write the report as one HTML file." };

    public Option<bool> Verbose { get; } = new("--verbose") { Description = "Show what the started API prints." };

    public virtual void AddTo(Command command)
    {
        foreach (var option in (Option[])[Target, Scale, Timeout, Seed, Json, Markdown, Html, Verbose])
            command.Add(option);
    }

    /// <summary>Opens the API that the command line names, or starts one.</summary>
    public Task<TargetSession> OpenAsync(ParseResult line, CancellationToken cancellationToken)
        => TargetSession.OpenAsync(
            line.GetValue(Target), line.GetValue(Scale), line.GetValue(Verbose), cancellationToken);

    public async Task WriteReportsAsync(
        ParseResult line, string json, string markdown, string html, CancellationToken cancellationToken)
    {
        foreach (var (option, text) in new[] { (Json, json), (Markdown, markdown), (Html, html) })
        {
            if (line.GetValue(option) is not { } file) continue;
            await File.WriteAllTextAsync(file.FullName, text, cancellationToken);
            Console.WriteLine($"Wrote {file}");
        }
    }

    public static Option<T> WithDefault<T>(string name, T value, string description)
        => new(name) { Description = description, DefaultValueFactory = _ => value };

    /// <summary>Creates an option for a duration: 500ms, 20s, 2m.</summary>
    public static Option<TimeSpan> Duration(string name, TimeSpan defaultValue, string description) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => defaultValue,
        CustomParser = r => UnitText.ParseDuration(r.Tokens[0].Value)
            ?? Invalid<TimeSpan>(r, "is not a duration such as 500ms, 20s or 2m"),
    };

    /// <summary>Shows nothing of an address that may have the API's key in it.</summary>
    private static Uri? InvalidTarget(ArgumentResult result)
    {
        if (!result.Tokens[0].Value.Contains('@')) return Invalid<Uri?>(result, "is not an http address");
        result.AddError("The target is not an http address. One with a key looks like http://:KEY@127.0.0.1:5080");
        return null;
    }

    public static T? Invalid<T>(ArgumentResult result, string reason)
    {
        result.AddError($"'{result.Tokens[0].Value}' {reason}.");
        return default;
    }
}
