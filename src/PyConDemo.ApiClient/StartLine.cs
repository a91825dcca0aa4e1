namespace PyConDemo.ApiClient;

/// <summary>What a starting API tells its user in one line.</summary>
public enum StartLine
{
    /// <summary>A log line, or a hint.</summary>
    Other,

    /// <summary>Which PostgreSQL it uses, and why.</summary>
    Postgres,

    /// <summary>How far the download of PostgreSQL is.</summary>
    Download,

    /// <summary>How far the loading of the data is.</summary>
    Seeding,
}

public static class StartLines
{
    /// <summary>The kind of a line, by the word that it begins with.</summary>
    public static StartLine KindOf(string line) => line.Split(' ')[0] switch
    {
        "PostgreSQL" => StartLine.Postgres,
        "Downloading" or "Unpacking" => StartLine.Download,
        "Seeding:" or "Seeded" => StartLine.Seeding,
        _ => StartLine.Other,
    };
}
