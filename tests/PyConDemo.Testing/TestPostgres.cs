using PyConDemo.Postgres;
using PyConDemo.Postgres.Sources;

namespace PyConDemo.Testing;

/// <summary>The PostgreSQL of one test assembly.</summary>
public static class TestPostgres
{
    private static readonly Dictionary<string, string> Settings = new()
    {
        // The data is deleted at the end, so it needn't survive a power cut. The counts that tests assert stay the same
        // without it: statements, rows, buffers, locks and bytes.
        ["fsync"] = "off",
        ["full_page_writes"] = "off",
        // Several tests share the server at the same time, and some of them fill an API's pool of 100 connections.
        ["max_connections"] = "600",
    };

    /// <summary>
    /// Uses the server that the environment variable PYCONDEMO_TEST_DB names. Without it, starts one whose data is deleted at the end.
    /// </summary>
    public static Task<PostgresServer> StartAsync()
        => PostgresServer.StartAsync(Environment.GetEnvironmentVariable("PYCONDEMO_TEST_DB") is { Length: > 0 } given
            ? new() { Source = PostgresSource.Configured, ConnectionString = given }
            : new()
            {
                Throwaway = true,
                DataFolder = TestFolders.Parent,
                Order = [PostgresSource.Local, PostgresSource.Container, PostgresSource.Download],
                ServerSettings = Settings,
            });
}
