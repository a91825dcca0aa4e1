namespace PyConDemo.Api.Data.Seeding;

/// <summary>Loads the demo's data into a database and verifies it. The rules for what may be replaced are in
/// seed/00-begin.sql.</summary>
public sealed class Seeder(NpgsqlDataSource db, SeedFolder files, ISeedProgress progress)
{
    /// <summary>The version of the files that called the scale medium "stage". They load the same rows into the same
    /// tables, so their data is used on. Remove this when a change of the files gives other data.</summary>
    private const string FormerVersion = "7c4bff631fc7";

    private const string AdoptFormer = $"""
        WITH adopted AS (
            UPDATE demo_seed
            SET version = current_setting('demo.version'),
                scale = CASE scale WHEN '{DemoScaleNames.FormerMedium}' THEN 'medium' ELSE scale END
            WHERE state = 'ready' AND (version = '{FormerVersion}'
                OR version = current_setting('demo.version') AND scale = '{DemoScaleNames.FormerMedium}')
            RETURNING version)
        UPDATE demo_pins p SET scale = 'medium' FROM adopted WHERE p.scale = '{DemoScaleNames.FormerMedium}'
        """;

    /// <summary>0 gives the data of every demo. Another value, up to 999,999, gives as many rows with other
    /// values.</summary>
    public int Seed { get; init; }

    /// <summary>Returns at once if the data is there, and loads it otherwise. A second process waits for the first one
    /// and then finds the data. <paramref name="owned"/> says that the server is ours: data of another seed version is
    /// replaced, not refused.</summary>
    /// <exception cref="SeedRefusedException">The database holds something else, or another version's data.</exception>
    /// <exception cref="SeedVerificationException">The loaded data is not what it should be.</exception>
    public async Task SeedAsync(DemoScale scale, bool owned, CancellationToken cancellationToken)
    {
        var plan = new SeedPlan(files.Version, scale.Name(), Seed, owned);
        await using var leader = await SeedSession.OpenAsync(db, plan, cancellationToken);
        if (await IsReadyAsync(leader, plan, cancellationToken)) return;

        await SeedLock.TakeAsync(leader, cancellationToken);
        if (await IsReadyAsync(leader, plan, cancellationToken, adoptFormer: true)) return;

        await using var loader = await SeedSession.OpenAsync(db, plan, cancellationToken);
        await SeedLock.JoinAsync(loader, cancellationToken);
        await RunAsync(leader, loader, cancellationToken);
    }

    private async Task RunAsync(SeedSession leader, SeedSession loader, CancellationToken cancellationToken)
    {
        // The first file may refuse the database, and the second one knows the number of rows for the progress.
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
                {
                    var count = await leader.ScalarAsync<long>($"SELECT demo_rows('{table}')", cancellationToken);
                    await parts.LoadAsync(file, count, cancellationToken);
                }
                else
                {
                    await leader.RunAsync(file, cancellationToken);
                }
            }
        });
    }

    /// <param name="adoptFormer">Whether data of the former version or scale name is renamed first. Only the holder of
    /// the lock may do that.</param>
    private static async Task<bool> IsReadyAsync(
        SeedSession session, SeedPlan plan, CancellationToken cancellationToken, bool adoptFormer = false)
    {
        const string IsOurs = "SELECT obj_description(to_regclass('demo_seed'), 'pg_class') LIKE 'PyConDemo%'";
        const string Marker = "SELECT concat_ws(' ', state, version, scale, seed) FROM demo_seed";
        try
        {
            if (!await session.ScalarAsync<bool>(IsOurs, cancellationToken)) return false;
            if (adoptFormer) await session.ScalarAsync<object>(AdoptFormer, cancellationToken);
            return await session.ScalarAsync<string>(Marker, cancellationToken)
                == $"ready {plan.Version} {plan.Scale} {plan.Seed}";
        }
        // Another seeder has just dropped the table to start over, and the lock tells when it has ended. Or an older
        // version of ours created the table.
        catch (PostgresException e)
            when (e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn)
        {
            return false;
        }
    }
}
