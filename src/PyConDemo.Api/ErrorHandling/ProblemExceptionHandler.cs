using System.Net.Sockets;
using Microsoft.AspNetCore.Diagnostics;

namespace PyConDemo.Api.ErrorHandling;

/// <summary>Gives some exceptions a status code of their own. All others stay a 500 and are logged.</summary>
public sealed class ProblemExceptionHandler : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(
        HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        switch (exception)
        {
            case BadHttpRequestException bad:
                await TypedResults.Problem(bad.Message, statusCode: bad.StatusCode).ExecuteAsync(context);
                return true;

            case OperationCanceledException when context.RequestAborted.IsCancellationRequested:
                context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
                return true;

            case var error when IsDeadlockVictim(error):
                await context.AnswerUnavailableAsync(
                    "PostgreSQL ended a transaction to resolve a deadlock, and rolled it back.");
                return true;

            case var error when IsDatabaseGone(error):
                await context.AnswerUnavailableAsync("The database does not answer.");
                return true;

            default:
                return false;
        }
    }

    // EF Core wraps Npgsql's exceptions, so this looks at the inner exceptions too.
    private static bool IsDeadlockVictim(Exception? error)
        => error is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected }
            || (error is not null && IsDeadlockVictim(error.InnerException));

    // Npgsql calls lost connections, shutdowns and start-ups transient.
    private static bool IsDatabaseGone(Exception? error) => error switch
    {
        null => false,
        PostgresException refused => refused.SqlState.StartsWith("57P", StringComparison.Ordinal)
            || refused.SqlState.StartsWith("08", StringComparison.Ordinal)
            || refused.SqlState == PostgresErrorCodes.TooManyConnections,
        NpgsqlException { InnerException: SocketException or IOException or TimeoutException } => true,
        NpgsqlException { IsTransient: true } => true,
        _ => IsDatabaseGone(error.InnerException),
    };
}
