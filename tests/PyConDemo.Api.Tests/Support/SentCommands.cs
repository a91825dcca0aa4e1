using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace PyConDemo.Api.Tests.Support;

/// <summary>Keeps the commands that EF Core sends, with their parameters, so that a test can EXPLAIN them.</summary>
public sealed class SentCommands : DbCommandInterceptor
{
    private readonly ConcurrentQueue<NpgsqlCommand> _commands = [];

    public IReadOnlyList<NpgsqlCommand> All => [.. _commands];

    public NpgsqlCommand Last => All[^1];

    public void Clear() => _commands.Clear();

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default)
    {
        var sent = ((NpgsqlCommand)command).Clone();
        sent.Transaction = null; // it has ended when a test uses the command
        _commands.Enqueue(sent);
        return ValueTask.FromResult(result);
    }
}
