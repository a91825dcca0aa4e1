using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;

namespace PyConDemo.Api.Tests.Support;

/// <summary>
/// The text of every command that Npgsql sends to one database, from EF Core, Dapper or raw Npgsql. Thread-safe.
/// </summary>
public sealed class NpgsqlCommands : IDisposable
{
    private readonly ConcurrentQueue<string> _texts = [];
    private readonly ActivityListener _listener;

    /// <param name="connectionString">It names the database. Other tests of this process have others.</param>
    public NpgsqlCommands(string connectionString)
    {
        var database = new NpgsqlConnectionStringBuilder(connectionString).Database;
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                // Opening a connection is an activity too, but it has no SQL.
                if (activity.GetTagItem("db.query.text") is string text
                    && (string?)activity.GetTagItem("db.namespace") == database)
                {
                    _texts.Enqueue(text);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public IReadOnlyList<string> All => [.. _texts];

    public void Clear() => _texts.Clear();

    public void Dispose() => _listener.Dispose();
}
