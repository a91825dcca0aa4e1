using PyConDemo.Stage.Racing;
using PyConDemo.Stage.Replays;

namespace PyConDemo.Stage.Page;

/// <summary>How the page was asked to run.</summary>
/// <param name="Target">Null: start an API, and start it again whenever it ends.</param>
/// <param name="Thorough">The full method instead of the short race.</param>
public sealed record PageSettings(Uri? Target, string? Scale, string Urls, bool Open, bool Thorough, bool Verbose)
{
    /// <summary>The folder of the saved races.</summary>
    public string Replays { get; init; } = ReplayFolder.Default;

    public const string DefaultUrls = "http://127.0.0.1:5100";

    /// <summary>Of the next race: each has a seed of its own.</summary>
    public RaceSettings Race() => Thorough ? new RaceSettings() : RaceSettings.Brief;
}
