using System.Net.Sockets;
using Microsoft.AspNetCore.Diagnostics;

namespace PyConDemo.Api.ErrorHandling;

/// <summary>Gives some exceptions a status code of their own. All others stay a 500 and are logged.</summary>
public sealed class ProblemExceptionHandler : IExceptionHandler
{
    private static readonly string NoFreeConnection =
        $"No database connection became free within {DemoDb.ConnectionTimeout} s.";

    public async ValueTask<bool> TryHandleAsync(
        HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is BadHttpRequestException bad)
            await TypedResults.Problem(bad.Message, statusCode: bad.StatusCode).ExecuteAsync(context);
        else if (exception is OperationCanceledException && context.RequestAborted.IsCancellationRequested)
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        else if (IsDeadlockVictim(exception))
            await context.AnswerUnavailableAsync("PostgreSQL rolled a transaction back to resolve a deadlock.");
        else if (IsPoolExhausted(exception))
            await context.AnswerUnavailableAsync(NoFreeConnection);
        else if (IsDatabaseGone(exception))
            await context.AnswerUnavailableAsync("The database does not answer.");
        else
            return false;

        return true;
    }

    // EF Core wraps Npgsql's exceptions, so this looks at the inner exceptions too.
    private static bool IsDeadlockVictim(Exception? error)
        => error is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected }
            || (error is not null && IsDeadlockVictim(error.InnerException));

    // Npgsql has no other mark for it: a database that accepts no connection is a time-out too.
    private static bool IsPoolExhausted(Exception? error)
        => error is NpgsqlException { InnerException: TimeoutException } timeout
            ? timeout.Message.StartsWith("The connection pool has been exhausted", StringComparison.Ordinal)
            : error is not null && IsPoolExhausted(error.InnerException);

    // Npgsql calls lost connections, shutdowns and start-ups transient.
    private static bool IsDatabaseGone(Exception? error) => error switch
    {
        null => false,
        PostgresException { SqlState: PostgresErrorCodes.TooManyConnections } => true,
        PostgresException { SqlState: var state } =>
            state.StartsWith("57P", StringComparison.Ordinal) || state.StartsWith("08", StringComparison.Ordinal),
        NpgsqlException { InnerException: SocketException or IOException or TimeoutException } => true,
        NpgsqlException { IsTransient: true } => true,
        _ => IsDatabaseGone(error.InnerException),
    };
}
