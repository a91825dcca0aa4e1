using Npgsql;
using PyConDemo.Api.Data.Seeding;

namespace PyConDemo.Api.Tests.Data;

public class DatabaseCreatorTests(Cluster cluster)
{
    [Fact]
    public async Task Makes_the_database_once_even_for_three_at_once()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable("PYCONDEMO_TEST_DB") is { Length: > 0 }, "A given server may use the name demo_large itself.");

        var made = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ =>
            DatabaseCreator.EnsureAsync(cluster.ConnectionString, DemoScale.Large, 0, TestContext.Current.CancellationToken)));

        Assert.All(made, connection => Assert.Equal("demo_large", new NpgsqlConnectionStringBuilder(connection).Database));
        await TestDatabase.DropAsync(cluster.ConnectionString, "demo_large");
    }

    [Fact]
    public async Task Takes_the_database_that_was_made_when_medium_was_called_stage()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var connection = new NpgsqlConnection(cluster.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var create = new NpgsqlCommand("CREATE DATABASE demo_stage_999999", connection);
        await create.ExecuteNonQueryAsync(cancellationToken);

        var found = await DatabaseCreator.EnsureAsync(
            cluster.ConnectionString, DemoScale.Medium, 999_999, cancellationToken);

        Assert.Equal("demo_stage_999999", new NpgsqlConnectionStringBuilder(found).Database);
        await TestDatabase.DropAsync(cluster.ConnectionString, "demo_stage_999999");
    }
}
