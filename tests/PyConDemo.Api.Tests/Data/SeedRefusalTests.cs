using PyConDemo.Api.Data.Seeding;

namespace PyConDemo.Api.Tests.Data;

public class SeedRefusalTests(Cluster cluster)
{
    [Theory]
    [InlineData("CREATE TABLE users (id int)")]
    [InlineData("CREATE TABLE demo_seed (version text)")]
    [InlineData("CREATE VIEW one AS SELECT 1 AS n")]
    [InlineData("CREATE MATERIALIZED VIEW one AS SELECT 1 AS n")]
    [InlineData("CREATE SEQUENCE numbers")]
    [InlineData("CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'")]
    [InlineData("CREATE TYPE mood AS ENUM ('good')")]
    [InlineData("CREATE SCHEMA shop")]
    [InlineData("SELECT lo_create(0)")]
    public async Task A_database_with_anything_in_it_is_refused_and_left_alone(string foreign)
    {
        await using var database = await cluster.EmptyAsync();
        await database.ExecuteAsync(foreign);
        var before = await database.ScalarAsync<long>("SELECT count(*) FROM pg_class");

        var refused = await Assert.ThrowsAsync<SeedRefusedException>(() => database.SeedAsync(DemoScale.Small));

        Assert.DoesNotContain('\n', refused.Message);
        Assert.Contains("is not empty", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, await database.ScalarAsync<long>("SELECT count(*) FROM pg_class"));
        await Assert.ThrowsAsync<SeedRefusedException>(() => database.SeedAsync(DemoScale.Small, owned: true));
    }

    [Fact]
    public async Task An_extension_does_not_count()
    {
        await using var database = await cluster.EmptyAsync();
        Assert.SkipUnless(
            await database.ScalarAsync<bool>("SELECT count(*) > 0 FROM pg_available_extensions WHERE name = 'pg_stat_statements'"),
            "This PostgreSQL has no contrib extensions.");
        await database.ExecuteAsync("CREATE EXTENSION pg_stat_statements; CREATE EXTENSION hstore");
        await database.SeedAsync(DemoScale.Small);
    }

    [Fact]
    public async Task Another_version_is_refused_unless_the_server_is_ours()
    {
        await using var database = await cluster.CopyAsync(DemoScale.Small);
        await database.ExecuteAsync("UPDATE demo_seed SET version = 'older'; DELETE FROM jobs");

        var refused = await Assert.ThrowsAsync<SeedRefusedException>(() => database.SeedAsync(DemoScale.Small));
        Assert.Contains("another version (older", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, await database.ScalarAsync<long>("SELECT count(*) FROM jobs"));

        await database.ExecuteAsync("CREATE TABLE mine AS SELECT 1 AS n");
        await database.SeedAsync(DemoScale.Small, owned: true);
        Assert.Equal(2000, await database.ScalarAsync<long>("SELECT count(*) FROM jobs"));
        Assert.Equal(1, await database.ScalarAsync<long>("SELECT count(*) FROM mine"));
    }

    [Fact]
    public async Task A_strangers_view_on_our_table_survives_and_stops_a_reseed()
    {
        await using var database = await cluster.CopyAsync(DemoScale.Small);
        await database.ExecuteAsync("CREATE VIEW mine AS SELECT * FROM orders; UPDATE demo_seed SET state = 'loading'");

        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => database.SeedAsync(DemoScale.Small));
        Assert.Equal(10_000, await database.ScalarAsync<long>("SELECT count(*) FROM mine"));
    }
}
