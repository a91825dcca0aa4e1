using Npgsql;

namespace PyConDemo.Api.Data.Seeding;

/// <summary>Brings the demo's data into a database: all of it, proven, or an exception. The rules are in seed/00-begin.sql.</summary>
public sealed class Seeder(NpgsqlDataSource db, SeedFolder files, ISeedProgress progress)
{
    /// <summary>0 is the data of every demo; another value, up to 999,999, gives as many rows with other values in them.</summary>
    public int Seed { get; init; }

    /// <summary>
    /// Returns at once when the data is there. Otherwise seeds; a second process waits for the first and finds it done.
    /// <paramref name="owned"/> says that the server is ours: data of another seed version is replaced instead of refused.
    /// </summary>
    /// <exception cref="SeedRefusedException">The database holds something else, or another version's data.</exception>
    /// <exception cref="SeedVerificationException">What was loaded is not what it should be.</exception>
    public async Task SeedAsync(DemoScale scale, bool owned, CancellationToken cancellationToken)
    {
        var plan = new SeedPlan(files.Version, scale.ToString().ToLowerInvariant(), Seed, owned);
        await using var leader = await SeedSession.OpenAsync(db, plan, cancellationToken);
        if (await IsReadyAsync(leader, plan, cancellationToken)) return;

        await SeedLock.TakeAsync(leader, cancellationToken);
        if (await IsReadyAsync(leader, plan, cancellationToken)) return;

        await using var loader = await SeedSession.OpenAsync(db, plan, cancellationToken);
        await SeedLock.JoinAsync(loader, cancellationToken);
        await RunAsync(leader, loader, cancellationToken);
    }

    private async Task RunAsync(SeedSession leader, SeedSession loader, CancellationToken cancellationToken)
    {
        // Up to the pins: the first may refuse, the second knows how much there is to show.
        var (begin, rest) = (files.Files.Take(2), files.Files.Skip(2));
        foreach (var file in begin)
            await leader.RunAsync(file, cancellationToken);
        var rows = await leader.ScalarAsync<long>(
            "SELECT sum(p.rows)::bigint FROM demo_pins p JOIN demo_seed s USING (scale)", cancellationToken);

        await progress.ShowAsync(rows, async () =>
        {
            var parts = new PartLoader(leader, loader, progress);
            foreach (var file in rest)
            {
                progress.Begin(file.Name);
                if (file.Table is { } table)
                    await parts.LoadAsync(file, await leader.ScalarAsync<long>($"SELECT demo_rows('{table}')", cancellationToken), cancellationToken);
                else
                    await leader.RunAsync(file, cancellationToken);
            }
        });
    }

    private static async Task<bool> IsReadyAsync(SeedSession session, SeedPlan plan, CancellationToken cancellationToken)
    {
        try
        {
            return await session.ScalarAsync<bool>("SELECT obj_description(to_regclass('demo_seed'), 'pg_class') LIKE 'PyConDemo%'", cancellationToken)
                && await session.ScalarAsync<string>("SELECT concat_ws(' ', state, version, scale, seed) FROM demo_seed", cancellationToken)
                    == $"ready {plan.Version} {plan.Scale} {plan.Seed}";
        }
        // Another seeder has just dropped it, to begin anew: the lock tells when that is over. Or an older version of ours made it.
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn)
        {
            return false;
        }
    }
}
