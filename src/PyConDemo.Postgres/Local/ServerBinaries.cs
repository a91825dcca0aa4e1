namespace PyConDemo.Postgres.Local;

/// <summary>A folder that holds postgres, initdb and pg_ctl of one version.</summary>
internal sealed record ServerBinaries(string Folder, ServerVersion Version)
{
    public string Postgres => Tool(Folder, "postgres");

    public string InitDb => Tool(Folder, "initdb");

    public string PgCtl => Tool(Folder, "pg_ctl");

    /// <summary>A client-only installation has psql, but not these three.</summary>
    public static bool AreIn(string folder)
        => File.Exists(Tool(folder, "postgres")) && File.Exists(Tool(folder, "initdb")) && File.Exists(Tool(folder, "pg_ctl"));

    public static string Tool(string folder, string name) => Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name);
}
