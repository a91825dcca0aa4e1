using System.Text;

namespace PyConDemo.Postgres.Local;

/// <summary>The settings of a local server, written anew at each start; postgresql.conf includes them.</summary>
internal static class ServerConfig
{
    public const string FileName = "pycondemo.conf";

    public static async Task WriteAsync(ClusterDirectory directory, int port, IEnumerable<string> libraries, IReadOnlyDictionary<string, string> wishes)
    {
        var settings = new Dictionary<string, string>
        {
            ["listen_addresses"] = "127.0.0.1", // nobody else's business
            ["port"] = port.ToString(),
            ["unix_socket_directories"] = "", // the usual folder needs rights that we may not have
            ["max_connections"] = "200", // two pools of Npgsql's default 100
            ["shared_buffers"] = directory.Throwaway ? "128MB" : "512MB", // tests run several at once; the demo's hot tables and indexes fit in 512 MB
            ["fsync"] = "on", // what is measured must be what a real server does
            ["shared_preload_libraries"] = string.Join(',', libraries),
            ["logging_collector"] = "off", // pg_ctl writes the log
            ["log_timezone"] = "UTC",
            ["timezone"] = "UTC", // the same output on every machine
            ["lc_messages"] = "C", // this program reads the log
        };
        foreach (var (name, value) in wishes)
            settings[name] = value;

        var text = new StringBuilder();
        foreach (var (name, value) in settings)
            text.Append(name).Append(" = '").Append(value.Replace("'", "''", StringComparison.Ordinal)).Append("'\n");
        var file = Path.Combine(directory.Data, FileName);
        await File.WriteAllTextAsync(file, text.ToString());
        if (!OperatingSystem.IsWindows()) // root's umask may hide it from the account; no secret is in it, and the folder is closed
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
    }
}
