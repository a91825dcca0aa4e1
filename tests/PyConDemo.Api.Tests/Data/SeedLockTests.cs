using Npgsql;
using PyConDemo.Api.Data.Seeding;
using PyConDemo.Api.Tests.Support;

namespace PyConDemo.Api.Tests.Data;

public class SeedLockTests(Cluster cluster)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("pg_advisory_lock(778469, 1)", "pg_try_advisory_lock(778469, 1)")] // another seeder
    [InlineData("pg_advisory_lock_shared(778469, 2)", "pg_try_advisory_lock(778469, 2)")] // a loader that outlived its killed seeder
    public async Task A_seeder_waits_for_whoever_is_at_work(string held, string asked)
    {
        await using var database = await cluster.EmptyAsync();
        await using var other = await database.Source.OpenConnectionAsync(Cancel);
        await using (var hold = new NpgsqlCommand($"SELECT {held}", other))
            await hold.ExecuteNonQueryAsync(Cancel);

        using var impatient = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var seeder = new Seeder(database.Source, SeedFolder.FromProgramFolder(), new SilentSeedProgress());
        var seeding = seeder.SeedAsync(DemoScale.Small, owned: false, impatient.Token);
        await Eventually.TrueAsync(
            () => database.ScalarAsync<bool>($"SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND query = 'SELECT {asked}')"),
            "it has asked for the lock", Cancel);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => seeding);
        Assert.False(await database.ScalarAsync<bool>("SELECT to_regclass('demo_seed') IS NOT NULL"));

        await using (var release = new NpgsqlCommand("SELECT pg_advisory_unlock_all()", other))
            await release.ExecuteNonQueryAsync(Cancel);
        await seeder.SeedAsync(DemoScale.Small, owned: false, Cancel);
    }
}
