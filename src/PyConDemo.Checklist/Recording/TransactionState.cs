using System.Reflection;
using Npgsql.Internal;

namespace PyConDemo.Checklist.Recording;

/// <summary>Tells whether a command runs in an open transaction. Npgsql knows it, also for BEGIN as text and for
/// TransactionScope, but has no public way to it.</summary>
internal static class TransactionState
{
#pragma warning disable NPG9001 // the connector's type is public, but experimental
    // Its type, an enum of bytes, is internal. PostgreSQL's protocol defines the letters.
    private static readonly Func<NpgsqlConnector, byte>? Status = FindStatus();

    /// <summary>False if this version of Npgsql has other members. Then each command counts as its own transaction.
    /// </summary>
    public static bool IsKnown { get; private set; } = Status is not null;

    /// <summary>True if the command's connection is in a transaction. Before a transaction's first command it is false,
    /// because BEGIN is sent together with that command.</summary>
    public static bool IsOpen(object command)
    {
        if (!IsKnown) return false;
        try
        {
            var connection = Connection(command switch
            {
                NpgsqlCommand one => one,
                NpgsqlBatch batch => Command(batch),
                _ => throw new ArgumentException("Only commands and batches are known.", nameof(command)),
            });
            // An ambient transaction goes on after a command has closed its connection.
            return connection is not null && Connector(connection) is { } connector
                ? Status!(connector) is (byte)'T' or (byte)'E'
                : System.Transactions.Transaction.Current is not null;
        }
        catch (MissingMemberException)
        {
            return IsKnown = false;
        }
    }

    private static Func<NpgsqlConnector, byte>? FindStatus()
    {
        try
        {
            return typeof(NpgsqlConnector)
                .GetProperty("TransactionStatus", BindingFlags.Instance | BindingFlags.NonPublic)
                ?.GetMethod?.CreateDelegate<Func<NpgsqlConnector, byte>>();
        }
        catch (ArgumentException)
        {
            return null; // its type has changed
        }
    }

    // These members are the same from Npgsql 10.0.0 on.
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Command")]
    private static extern NpgsqlCommand Command(NpgsqlBatch batch);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_InternalConnection")]
    private static extern NpgsqlConnection? Connection(NpgsqlCommand command);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Connector")]
    private static extern NpgsqlConnector? Connector(NpgsqlConnection connection);
#pragma warning restore NPG9001
}
