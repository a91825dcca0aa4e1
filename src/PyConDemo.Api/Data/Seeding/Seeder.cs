namespace PyConDemo.Api.Data.Seeding;

/// <summary>Loads the demo's data and verifies it. seed/00-begin.sql says what may be replaced.</summary>
public sealed class Seeder(NpgsqlDataSource db, SeedFolder files, ISeedProgress progress)
{
    /// <summary>0 gives the data of every demo. Another value, up to 999,999, gives other values.</summary>
    public int Seed { get; init; }

    /// <summary>Returns at once if the data is there, and loads it otherwise. A second process waits for the first one
    /// and then finds the data. <paramref name="owned"/> says that the server is ours: data of another seed version is
    /// replaced, not refused.</summary>
    /// <exception cref="SeedRefusedException">The database holds something else, or another version's data.</exception>
    /// <exception cref="SeedVerificationException">The loaded data is not what it should be.</exception>
    public async Task SeedAsync(DemoScale scale, bool owned, CancellationToken cancellationToken)
    {
        var plan = new SeedPlan(SeedVersion.Of(files.Sql), scale.Name(), Seed, owned);
        await using var leader = await SeedSession.OpenAsync(db, plan, cancellationToken);
        if (await IsReadyAsync(leader, plan, cancellationToken)) return;

        await leader.LockAsSeederAsync(cancellationToken);
        if (await IsReadyAsync(leader, plan, cancellationToken, RenameData())) return;

        await using var loader = await SeedSession.OpenAsync(db, plan, cancellationToken);
        await loader.LockAsLoaderAsync(cancellationToken);
        await RunAsync(leader, loader, cancellationToken);
    }

    private async Task RunAsync(SeedSession leader, SeedSession loader, CancellationToken cancellationToken)
    {
        // The first file may refuse the database, and the second one knows the number of rows for the progress.
        foreach (var file in files.Files.Take(2))
            await leader.RunAsync(file, cancellationToken);
        var rows = await leader.ScalarAsync<long>(
            "SELECT sum(p.rows)::bigint FROM demo_pins p JOIN demo_seed s USING (scale)", cancellationToken);

        await progress.ShowAsync(rows, async () =>
        {
            var tables = files.Files.Where(file => file.Table is not null).ToArray();
            var tableLoader = new TableLoader(leader, loader, progress);
            foreach (var file in files.Files.Skip(2).Except(tables[1..]))
            {
                progress.Begin(file == tables[0] ? "loading the tables" : file.Name);
                if (file == tables[0]) await tableLoader.LoadAsync(tables, cancellationToken);
                else await leader.RunAsync(file, cancellationToken);
            }
        });
    }

    /// <param name="rename">A statement to run first. Only the holder of the lock may change data.</param>
    private static async Task<bool> IsReadyAsync(
        SeedSession session, SeedPlan plan, CancellationToken cancellationToken, string rename = "")
    {
        const string IsOurs = "SELECT obj_description(to_regclass('demo_seed'), 'pg_class') LIKE 'PyConDemo%'";
        const string Marker = "SELECT concat_ws(' ', state, version, scale, seed) FROM demo_seed";
        try
        {
            return await session.ScalarAsync<bool>(IsOurs, cancellationToken)
                && await session.ScalarAsync<string>(rename + Marker, cancellationToken)
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

    /// <summary>Data under another name of its version or scale has the same rows in the same tables.</summary>
    private string RenameData() => $"""
        WITH renamed AS (
            UPDATE demo_seed
            SET version = current_setting('demo.version'),
                scale = CASE scale WHEN '{DemoScaleNames.FormerMedium}' THEN 'medium' ELSE scale END
            WHERE state = 'ready' AND version = ANY (
                current_setting('demo.version') || ARRAY['{string.Join("', '", SeedVersion.OtherNames(files.Sql))}'])
            RETURNING version)
        UPDATE demo_pins p SET scale = 'medium' FROM renamed WHERE p.scale = '{DemoScaleNames.FormerMedium}';
        """;
}
