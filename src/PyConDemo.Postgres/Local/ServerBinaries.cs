using PyConDemo.Postgres.Sources;

namespace PyConDemo.Postgres.Local;

/// <summary>A folder that holds postgres, initdb and pg_ctl of one version.</summary>
internal sealed record ServerBinaries(string Folder, ServerVersion Version)
{
    public string Postgres => ProgramPath(Folder, "postgres");

    public string InitDb => ProgramPath(Folder, "initdb");

    public string PgCtl => ProgramPath(Folder, "pg_ctl");

    /// <summary>A client-only installation has psql, but not these three.</summary>
    public static bool AreIn(string folder)
        => File.Exists(ProgramPath(folder, "postgres")) && File.Exists(ProgramPath(folder, "initdb")) && File.Exists(ProgramPath(folder, "pg_ctl"));

    public static string ProgramPath(string folder, string name) => Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name);
}
