namespace PyConDemo.Postgres.Local;

/// <summary>What a postmaster.pid says; whether it is true is another question.</summary>
internal sealed record PostmasterPid(int Pid, DateTimeOffset Started, int Port)
{
    /// <summary>Null when there is none, or one that no postmaster wrote.</summary>
    public static PostmasterPid? Read(string file)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(file);
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        return lines.Length >= 4 && int.TryParse(lines[0], out var pid) && pid > 0
            && long.TryParse(lines[2], out var started) && started is > 0 and < 1L << 40 && int.TryParse(lines[3], out var port)
            ? new(pid, DateTimeOffset.FromUnixTimeSeconds(started), port)
            : null;
    }
}
