using Npgsql;
using PyConDemo.Api.Data.Seeding;

namespace PyConDemo.Api.Tests.Data;

public class SeedLockTests(Cluster cluster)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("SELECT pg_advisory_lock(778469, 1)")] // another seeder
    [InlineData("SELECT pg_advisory_lock_shared(778469, 2)")] // a loader that outlived its killed seeder
    public async Task A_seeder_waits_for_whoever_is_at_work(string held)
    {
        await using var database = await cluster.EmptyAsync();
        await using var other = await database.Source.OpenConnectionAsync(Cancel);
        await using (var hold = new NpgsqlCommand(held, other))
            await hold.ExecuteNonQueryAsync(Cancel);

        using var impatient = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var seeder = new Seeder(database.Source, SeedFolder.BesideTheProgram(), new SilentSeedProgress());
        impatient.CancelAfter(TimeSpan.FromMilliseconds(500));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => seeder.SeedAsync(DemoScale.Small, owned: false, impatient.Token));
        Assert.False(await database.ScalarAsync<bool>("SELECT to_regclass('demo_seed') IS NOT NULL"));

        await using (var release = new NpgsqlCommand("SELECT pg_advisory_unlock_all()", other))
            await release.ExecuteNonQueryAsync(Cancel);
        await seeder.SeedAsync(DemoScale.Small, owned: false, Cancel);
    }
}
