using PyConDemo.Postgres;

namespace PyConDemo.Testing;

/// <summary>The PostgreSQL of one test assembly.</summary>
public static class TestPostgres
{
    /// <summary>
    /// Uses the server that the environment variable PYCONDEMO_TEST_DB names. Without it, starts one whose data is deleted at the end.
    /// </summary>
    public static Task<PostgresServer> StartAsync()
        => PostgresServer.StartAsync(Environment.GetEnvironmentVariable("PYCONDEMO_TEST_DB") is { Length: > 0 } given
            ? new() { Source = PostgresSource.Configured, ConnectionString = given }
            : new() { Throwaway = true, Order = [PostgresSource.Container, PostgresSource.Local] });
}
