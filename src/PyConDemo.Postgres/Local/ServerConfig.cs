namespace PyConDemo.Postgres.Local;

/// <summary>The settings of a local server. Every start writes them, and postgresql.conf includes the file.</summary>
internal static class ServerConfig
{
    public const string FileName = "pycondemo.conf";

    public static async Task WriteAsync(
        ClusterDirectory directory, int port, IEnumerable<string> libraries,
        IReadOnlyDictionary<string, string> requested)
    {
        var settings = new Dictionary<string, string>
        {
            ["listen_addresses"] = "127.0.0.1", // only this machine needs it
            ["port"] = port.ToString(),
            ["unix_socket_directories"] = "", // we may not have the right to write to the usual folder
            ["max_connections"] = "200", // two pools of Npgsql's default 100
            // Tests run several servers at once. The demo's most used tables and indexes fit in 512 MB.
            ["shared_buffers"] = directory.Throwaway ? "128MB" : "512MB",
            ["fsync"] = "on", // measurements need what a real server does
            ["shared_preload_libraries"] = string.Join(',', libraries),
            ["logging_collector"] = "off", // pg_ctl writes the log
            ["log_timezone"] = "UTC",
            ["timezone"] = "UTC", // the output is the same on every machine
            ["lc_messages"] = "C", // this program reads the log
        };
        foreach (var (name, value) in requested)
            settings[name] = value;

        var file = Path.Combine(directory.Data, FileName);
        var lines = settings.Select(setting => $"{setting.Key} = '{setting.Value.Replace("'", "''")}'");
        await File.WriteAllLinesAsync(file, lines);
        // Root's umask may hide the file from the account. It holds no secret, and other users can't enter the folder.
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, (UnixFileMode)0b110_100_100);
    }
}
