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
}
