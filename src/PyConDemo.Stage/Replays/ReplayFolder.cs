namespace PyConDemo.Stage.Replays;

/// <summary>Where finished races are kept.</summary>
public static class ReplayFolder
{
    /// <summary>The environment variable PYCONDEMO_REPLAYS, or a folder in the user's local data; the temporary folder for a user without any.</summary>
    public static string Default
    {
        get
        {
            if (Environment.GetEnvironmentVariable("PYCONDEMO_REPLAYS") is { Length: > 0 } chosen) return chosen;
            var local = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
            return Path.Combine(local.Length > 0 ? local : Path.GetTempPath(), "PyConDemo", "replays");
        }
    }
}
