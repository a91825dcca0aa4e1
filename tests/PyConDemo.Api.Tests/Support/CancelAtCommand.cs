using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace PyConDemo.Api.Tests.Support;

/// <summary>Simulates a client that goes away during the n-th command (the first is 1).</summary>
public sealed class CancelAtCommand(int number, CancellationTokenSource client) : DbCommandInterceptor
{
    private int _sent;

    public override DbDataReader ReaderExecuted(
        DbCommand command, CommandExecutedEventData eventData, DbDataReader result)
    {
        CountOne();
        return result;
    }

    public override ValueTask<DbDataReader> ReaderExecutedAsync(
        DbCommand command,
        CommandExecutedEventData eventData,
        DbDataReader result,
        CancellationToken cancellationToken = default)
    {
        CountOne();
        return ValueTask.FromResult(result);
    }

    private void CountOne()
    {
        if (++_sent == number) client.Cancel();
    }
}
