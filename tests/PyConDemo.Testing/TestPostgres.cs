using PyConDemo.Postgres;
using PyConDemo.Postgres.Sources;

namespace PyConDemo.Testing;

/// <summary>The PostgreSQL of one test assembly.</summary>
public static class TestPostgres
{
    /// <summary>The data is deleted at the end, so it needn't survive a power cut. The counts that tests assert stay the
    /// same without it: statements, rows, buffers, locks and bytes.</summary>
    private static readonly Dictionary<string, string> WithoutSync = new()
    {
        ["fsync"] = "off",
        ["full_page_writes"] = "off",
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
                ServerSettings = WithoutSync,
            });
}
