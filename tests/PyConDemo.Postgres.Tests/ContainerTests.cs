using Npgsql;
using PyConDemo.Postgres.Containers;
using PyConDemo.Postgres.Sources;

namespace PyConDemo.Postgres.Tests;

public class ContainerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_container_serves_with_fsync_on_and_is_gone_after_disposal()
    {
        try
        {
            (await ContainerEngine.FindAsync(HostEnvironment.Current, Cancel)).Dispose();
        }
        catch (SourceUnavailableException unavailable)
        {
            Assert.Skip(unavailable.Message);
        }

        string connectionString;
        await using (var server = await PostgresServer.StartAsync(new() { Source = PostgresSource.Container }, Cancel))
        {
            var unpooled = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Pooling = false, Timeout = 5 };
            connectionString = unpooled.ConnectionString;
            await using var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync(Cancel);
            const string Sql = """
                SELECT current_setting('fsync') || current_setting('full_page_writes')
                    || current_setting('synchronous_commit')
                """;
            await using var command = new NpgsqlCommand(Sql, connection);
            Assert.Equal("ononon", await command.ExecuteScalarAsync(Cancel));
            Assert.Equal(PostgresSource.Container, server.Source);
        }

        await using var gone = new NpgsqlConnection(connectionString);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => gone.OpenAsync(Cancel));
    }
}
