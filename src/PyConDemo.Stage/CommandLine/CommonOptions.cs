using System.CommandLine.Parsing;
using System.Numerics;

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
        CustomParser = ParseScale,
    };

    public Option<TimeSpan> Timeout { get; } = Duration(
        "--timeout", new RaceSettings().Timeout, "After this time a request counts as failed.");

    public Option<int?> Seed { get; } = Number<int>(
        "--seed", 0, int.MaxValue, "a seed", "Random seed, to repeat a run exactly. Default: random.");

    public ReportFiles Files { get; } = new();

    public Option<bool> Verbose { get; } = new("--verbose") { Description = "Show what the started API prints." };

    public virtual void AddTo(Command command)
    {
        foreach (var option in (Option[])[Target, Scale, Timeout, Seed, .. Files.Options, Verbose])
            command.Add(option);
    }

    /// <summary>Opens the API that the command line names, or starts one.</summary>
    public Task<TargetSession> OpenAsync(
        ParseResult line, CancellationToken cancellationToken, int preferredPort = ApiProcess.AnyPort)
        => TargetSession.OpenAsync(
            line.GetValue(Target), line.GetValue(Scale), line.GetValue(Verbose), cancellationToken,
            preferredPort: preferredPort);

    public static Option<T> WithDefault<T>(string name, T value, string description)
        => new(name) { Description = description, DefaultValueFactory = _ => value };

    /// <summary>Creates an option for a number from <paramref name="least"/> to <paramref name="most"/>.</summary>
    /// <param name="what">What the number is, for the message: "a seed".</param>
    public static Option<T?> Number<T>(string name, T least, T most, string what, string description)
        where T : struct, INumber<T> => new(name)
        {
            Description = description,
            CustomParser = r => ParseNumber(r, least, most, what),
        };

    /// <summary>Creates an option for a number that has a default.</summary>
    public static Option<T> Number<T>(string name, T least, T most, string what, string description, T defaultValue)
        where T : struct, INumber<T> => new(name)
        {
            Description = description,
            DefaultValueFactory = _ => defaultValue,
            CustomParser = r => ParseNumber(r, least, most, what) ?? defaultValue,
        };

    /// <summary>Creates an option for a duration: 500ms, 20s, 2m.</summary>
    public static Option<TimeSpan> Duration(string name, TimeSpan defaultValue, string description) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => defaultValue,
        CustomParser = r => UnitText.ParseDuration(r.Tokens[0].Value)
            ?? Invalid<TimeSpan>(r, "is not a duration such as 500ms, 20s or 2m"),
    };

    private static T? ParseNumber<T>(ArgumentResult result, T least, T most, string what)
        where T : struct, INumber<T>
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (T.TryParse(result.Tokens[0].Value, Style, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most)
        {
            return number;
        }

        var range = string.Create(CultureInfo.InvariantCulture, $"from {least:#,0.##} to {most:#,0.##}");
        return Invalid<T?>(result, $"is not {what} {range}");
    }

    private static string? ParseScale(ArgumentResult result)
    {
        var scale = result.Tokens[0].Value;
        return scale switch
        {
            "small" or "twice" or "medium" or "large" => scale, // the API's names; "twice" is for tests
            "stage" => Invalid<string?>(result, "is called 'medium' now"),
            _ => Invalid<string?>(result, "is no size of the data. There are: small, medium, large"),
        };
    }

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
