namespace PyConDemo.Stage.Page;

/// <summary>How the page was started.</summary>
/// <param name="Target">The API's address. Null: the stage starts an API, and starts it again when it ends.</param>
/// <param name="Thorough">Races use the full method, about a minute each, instead of the short one.</param>
public sealed record PageSettings(Uri? Target, string? Scale, string Urls, bool Open, bool Thorough, bool Verbose)
{
    public const string DefaultUrls = "http://127.0.0.1:5100";

    public string Replays { get; init; } = ReplayFolder.Default;

    /// <summary>The port of the API that the stage starts, if it is free.</summary>
    public int ApiPort { get; init; } = ApiProcess.AnyPort;

    /// <summary>Further host names of the page, from the environment variable Demo__AllowedHosts.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>Settings for one race, with a random seed of its own.</summary>
    public RaceSettings NewRaceSettings() => Thorough ? new RaceSettings() : RaceSettings.Brief;
}
