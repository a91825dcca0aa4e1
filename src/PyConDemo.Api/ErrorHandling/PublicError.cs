using System.Net.Sockets;
using System.Transactions;

namespace PyConDemo.Api.ErrorHandling;

/// <summary>What a client may know about an exception. PostgreSQL's and the file system's own messages name tables,
/// addresses and paths, so they are logged and never sent.</summary>
/// <param name="Detail">One sentence.</param>
public sealed record PublicError(int Status, string Detail)
{
    /// <summary>Null for an exception that nobody expected. It stays a 500 without a detail.</summary>
    // EF Core, Hangfire and transaction scopes wrap Npgsql's exceptions, so this looks at the inner exceptions too.
    public static PublicError? Of(Exception? error) => error switch
    {
        null => null,
        BadHttpRequestException bad => new(bad.StatusCode, bad.Message),
        OperationCanceledException => Unavailable("The server stopped the request before its end."),
        PostgresException refused => OfState(refused.SqlState),
        // Npgsql has no other mark for it: a database that accepts no connection is a time-out too.
        NpgsqlException { InnerException: TimeoutException } exhausted
            when exhausted.Message.StartsWith("The connection pool has been exhausted", StringComparison.Ordinal)
            => Unavailable($"No database connection became free within {DemoDb.ConnectionTimeout} s."),
        // Npgsql calls lost connections, shutdowns and start-ups transient.
        NpgsqlException { InnerException: SocketException or IOException or TimeoutException }
            or NpgsqlException { IsTransient: true } => Unavailable("The database does not answer."),
        IOException or UnauthorizedAccessException => Unavailable("The object store can't be used at the moment."),
        HttpRequestException => Unavailable("The server could not send a request to itself."),
        TimeoutException => Unavailable("The request took too long."),
        { InnerException: { } inner } => Of(inner),
        TransactionException => Unavailable("The database did not commit the transaction."),
        _ => null,
    };

    // Appendix A of PostgreSQL's manual lists the codes. The first two characters are the class.
    private static PublicError? OfState(string state) => state switch
    {
        PostgresErrorCodes.QueryCanceled or "25P03" or "25P04" => Unavailable("The database took too long."),
        PostgresErrorCodes.DeadlockDetected =>
            Unavailable("PostgreSQL rolled a transaction back to resolve a deadlock."),
        PostgresErrorCodes.ReadOnlySqlTransaction => Unavailable("The database is read-only at the moment."),
        PostgresErrorCodes.LockNotAvailable => Unavailable("A lock in the database was not released in time."),
        _ => state[..2] switch
        {
            "08" or "57" => Unavailable("The database does not answer."),
            "22" => new(StatusCodes.Status400BadRequest, "The database can't work with a value of this request."),
            "40" => Unavailable("PostgreSQL rolled a transaction back, because another one was in its way."),
            "53" => Unavailable("The database has too little disk space or memory, or too few connections."),
            "55" => Unavailable("The database is not in a state to do this. It may be repairing it."),
            "58" => Unavailable("The database's disk has failed."),
            _ => null,
        },
    };

    private static PublicError Unavailable(string detail) => new(StatusCodes.Status503ServiceUnavailable, detail);
}
