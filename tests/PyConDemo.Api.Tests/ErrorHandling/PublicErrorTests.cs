using System.Net.Sockets;
using System.Transactions;
using Microsoft.AspNetCore.Http;
using Npgsql;
using PyConDemo.Api.ErrorHandling;

namespace PyConDemo.Api.Tests.ErrorHandling;

public sealed class PublicErrorTests
{
    private const string Secret = "/var/secret";

    [Theory]
    [InlineData("53100", 503)] // the disk is full
    [InlineData("53200", 503)] // out of memory
    [InlineData("53300", 503)] // too many connections
    [InlineData("58030", 503)] // I/O error
    [InlineData("25006", 503)] // read-only transaction
    [InlineData("25P03", 503)] // idle in a transaction for too long
    [InlineData("57014", 503)] // cancelled, as by a time-out
    [InlineData("57P01", 503)] // shutdown
    [InlineData("57P03", 503)] // starting up
    [InlineData("55000", 503)] // a view without data
    [InlineData("55P03", 503)] // lock not available
    [InlineData("40001", 503)] // serialization failure
    [InlineData("40P01", 503)] // deadlock
    [InlineData("08006", 503)] // connection lost
    [InlineData("22003", 400)] // number out of range
    [InlineData("22021", 400)] // not a character of the encoding
    [InlineData("22P05", 400)] // \u0000 in a text
    [InlineData("23505", null)] // a bug
    [InlineData("42P01", null)] // no such table
    public void PostgreSQLs_error_gets_the_status_of_its_kind(string state, int? status)
    {
        var error = new PostgresException(Secret, "ERROR", "ERROR", state);
        AssertPublic(status, error);
        AssertPublic(status, new InvalidOperationException("EF Core wraps it", error));
    }

    public static TheoryData<Exception, int?> Others => new()
    {
        { new IOException(Secret), 503 },
        { new UnauthorizedAccessException(Secret), 503 },
        { new TimeoutException(Secret), 503 },
        { new OperationCanceledException(Secret), 503 },
        { new TransactionAbortedException(Secret, new TimeoutException()), 503 },
        { new TransactionInDoubtException(Secret), 503 },
        { new NpgsqlException(Secret, new SocketException()), 503 },
        { new NpgsqlException(Secret, new TimeoutException()), 503 },
        { new HttpRequestException(Secret), 503 },
        { new BadHttpRequestException("too large", 413), 413 },
        { new InvalidOperationException(Secret), null },
        { new FormatException(Secret), null },
    };

    [Theory, MemberData(nameof(Others), DisableDiscoveryEnumeration = true)]
    public void Another_exception_does_too(Exception error, int? status) => AssertPublic(status, error);

    private static void AssertPublic(int? status, Exception error)
    {
        var said = PublicError.Of(error);
        Assert.Equal(status, said?.Status);
        Assert.DoesNotContain(Secret, said?.Detail ?? "", StringComparison.Ordinal);
    }
}
