using Npgsql;

namespace PyConDemo.Postgres.Sources;

/// <summary>The connection string of a server that this project started.</summary>
internal static class OwnConnectionString
{
    /// <summary>Leads to the maintenance database `postgres` as its superuser. Npgsql takes what a connection string
    /// leaves open from libpq's variables. In the caller's shell these describe other servers, so the string leaves
    /// none of them open. Npgsql reads PGSSLCERT and the like only with TLS.</summary>
    public static string Of(string host, int port, string password) => new NpgsqlConnectionStringBuilder
    {
        Host = host,
        Port = port,
        Database = "postgres",
        Username = "postgres",
        Password = password,
        ApplicationName = "PyConDemo",
        ClientEncoding = "UTF8",
        Timezone = "UTC",
        // An empty value would count as none, so this is the server's own default.
        Options = "-c default_transaction_read_only=off",
        SslMode = SslMode.Disable,
        SslNegotiation = SslNegotiation.Postgres,
        GssEncryptionMode = GssEncryptionMode.Disable, // it would look for a library that small systems don't have
        RequireAuth = "ScramSHA256,MD5,Password,None",
        TargetSessionAttributes = "any",
    }.ConnectionString;
}
