using System.Text;
using System.Text.RegularExpressions;
using Npgsql;

namespace PyConDemo.Workshop.Servers;

/// <summary>Reads what the server logs about one database: each statement of the checked role, however the code sent
/// it, on whatever thread or connection. For one reader.</summary>
/// <remarks>The role can't change the settings that fill the log, because it is no superuser.</remarks>
internal sealed partial class ServerLog
{
    /// <summary>The settings of a checked database. They apply to new sessions.</summary>
    public static readonly IReadOnlyDictionary<string, string> DatabaseSettings = new Dictionary<string, string>
    {
        ["log_statement"] = "all",
        ["log_parameter_max_length"] = "200",
        ["auto_explain.log_min_duration"] = "0",
        ["auto_explain.log_analyze"] = "on",
        ["auto_explain.log_buffers"] = "on",
        ["auto_explain.log_timing"] = "off",
        ["auto_explain.log_nested_statements"] = "on",
        ["auto_explain.log_format"] = "json",
        // The plan then says what a statement needs, and not what is cheap for a small table.
        ["enable_seqscan"] = "off",
        ["enable_bitmapscan"] = "off",
        ["enable_hashjoin"] = "off",
        ["enable_mergejoin"] = "off",
        ["max_parallel_workers_per_gather"] = "0",
        ["jit"] = "off",
    };

    /// <summary>The settings of the server, which must be there at its start.</summary>
    public static readonly IReadOnlyDictionary<string, string> ServerSettings = new Dictionary<string, string>
    {
        ["logging_collector"] = "on",
        ["log_destination"] = "jsonlog",
        ["log_rotation_age"] = "0",
        ["log_rotation_size"] = "0",
        // A table's statistics must not become right by themselves: a lane may show an estimate.
        ["autovacuum"] = "off",
    };

    private const long ChunkBytes = 1 << 20;

    private readonly NpgsqlDataSource _judge;
    private readonly string _database, _role;
    private readonly Queue<string> _lines = [];
    private byte[] _rest = []; // the start of a line whose end is not there yet
    private long _offset;

    private ServerLog(NpgsqlDataSource judge, string database, string role, long offset)
        => (_judge, _database, _role, _offset) = (judge, database, role, offset);

    /// <summary>Begins at the log's present end.</summary>
    public static async Task<ServerLog> OpenAsync(
        NpgsqlDataSource judge, string database, string role, CancellationToken cancellationToken)
        => new(judge, database, role, await SizeAsync(judge, cancellationToken));

    /// <summary>Bytes of the log.</summary>
    public static async Task<long> SizeAsync(NpgsqlDataSource judge, CancellationToken cancellationToken)
    {
        await using var command = judge.CreateCommand("SELECT size FROM pg_stat_file(pg_current_logfile('jsonlog'))");
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Deletes what the log holds. No reader may need it any more.</summary>
    public static async Task EmptyAsync(NpgsqlDataSource judge, CancellationToken cancellationToken)
    {
        // The server has opened its log for appending, so it continues at the new end.
        await using var command = judge.CreateCommand("""
            DO $$
            DECLARE file text := pg_current_logfile('jsonlog');
            BEGIN
                IF file NOT LIKE '/%' THEN file := current_setting('data_directory') || '/' || file; END IF;
                EXECUTE format('COPY (SELECT WHERE false) TO %L', file);
            END $$
            """);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Returns what the server did since the last call.</summary>
    public async Task<ServerActivity> ReadAsync(CancellationToken cancellationToken)
    {
        // The log is written by another process. What was logged before this mark is in the file when the mark is.
        var mark = $"mark of the judge {Guid.NewGuid():N}";
        await using (var command = _judge.CreateCommand($"DO 'BEGIN RAISE LOG $${mark}$$; END'"))
            await command.ExecuteNonQueryAsync(cancellationToken);

        var activity = new ServerActivity([], [], []);
        while (true)
        {
            while (_lines.TryDequeue(out var line))
            {
                if (line.Contains(mark, StringComparison.Ordinal)) return activity;
                Add(line, activity);
            }

            if (!await ReadMoreAsync(cancellationToken)) await Task.Delay(5, cancellationToken);
        }
    }

    /// <returns>False if nothing more is there yet.</returns>
    private async Task<bool> ReadMoreAsync(CancellationToken cancellationToken)
    {
        await using var command = _judge.CreateCommand(
            "SELECT pg_read_binary_file(pg_current_logfile('jsonlog'), $1, $2)");
        command.Parameters.Add(new() { Value = _offset });
        command.Parameters.Add(new() { Value = ChunkBytes });
        if (await command.ExecuteScalarAsync(cancellationToken) is not byte[] { Length: > 0 } chunk) return false;

        _offset += chunk.Length;
        byte[] all = [.. _rest, .. chunk];
        var end = all.AsSpan().LastIndexOf((byte)'\n') + 1;
        _rest = all[end..];
        foreach (var line in Encoding.UTF8.GetString(all, 0, end).Split('\n')) _lines.Enqueue(line);
        return true;
    }

    private void Add(string line, ServerActivity activity)
    {
        if (!line.Contains(_database, StringComparison.Ordinal)) return;
        using var entry = JsonDocument.Parse(line);
        var root = entry.RootElement;
        if (Text("dbname") != _database || Text("user") != _role || Text("message") is not { } message) return;

        var (session, transaction) = (root.GetProperty("pid").GetInt32(), Text("vxid") ?? "");
        if (Text("error_severity") is "ERROR" or "FATAL")
        {
            if (Text("statement") is { } failed) activity.Errors.Add(new(failed, message));
        }
        else if (PlanMessage().Match(message) is { Success: true } plan)
        {
            using var json = JsonDocument.Parse(message[plan.Length..]);
            var sql = json.RootElement.GetProperty("Query Text").GetString()!;
            activity.Plans.Add(new(session, sql, PlanNode.Of(json.RootElement.GetProperty("Plan"))));
        }
        else if (CommandMessage().Match(message) is { Success: true } command)
        {
            activity.Commands.Add(new(session, transaction, message[command.Length..]));
        }

        string? Text(string name) => root.TryGetProperty(name, out var value) ? value.GetString() : null;
    }

    [GeneratedRegex(@"^duration: [\d.]+ ms  plan:\n")]
    private static partial Regex PlanMessage();

    [GeneratedRegex(@"^(statement|execute [^:]*): ")]
    private static partial Regex CommandMessage();
}
