using Npgsql;
using PyConDemo.Api.Data.Seeding;

namespace PyConDemo.Api.Tests.Data;

public class SeedTests(Cluster cluster)
{
    // The seed's own pins come from the same files as the data: this second copy fails when both change together unnoticed.
    private const string Pinned = "jobs 279623654394004173; orders 5427446578933073844; posts 277894406968807996; products 29665239383068664; users 281398070325681401";

    private const string Checksums = """
        SELECT string_agg(p.table_name || ' ' || c.checksum, '; ' ORDER BY p.table_name COLLATE "C")
        FROM demo_pins p JOIN demo_seed s USING (scale), demo_checksum(p.table_name) c
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_rows_are_the_same_everywhere()
    {
        await using var database = await cluster.CopyAsync(DemoScale.Small);
        Assert.Equal(Pinned, await database.ScalarAsync<string>(Checksums));
    }

    [Theory]
    [InlineData("orders", "22-load-orders.sql", 1)]
    [InlineData("orders", "22-load-orders.sql", 7)]
    [InlineData("products", "23-load-products.sql", 3)]
    [InlineData("posts", "21-load-posts.sql", 64)]
    public async Task However_the_work_is_split(string table, string file, int parts)
    {
        await using var database = await cluster.CopyAsync(DemoScale.Small);
        var files = SeedFolder.FromProgramFolder().Files.ToDictionary(f => f.Name, f => f.Sql);
        await database.ExecuteAsync(files["15-images.sql"]);
        await database.ExecuteAsync($"TRUNCATE {table}");

        for (var part = parts - 1; part >= 0; part--)
            await database.ExecuteAsync($"SET demo.parts = {parts}; SET demo.part = {part}; {files[file]}");

        Assert.Equal(Pinned, await database.ScalarAsync<string>(Checksums));
    }

    [Fact]
    public async Task A_second_start_touches_nothing()
    {
        await using var database = await cluster.CopyAsync(DemoScale.Small);
        await database.ExecuteAsync("UPDATE jobs SET status = 'done' WHERE id = 1");
        await database.SeedAsync(DemoScale.Small, progress: new SilentSeedProgress(_ => Assert.Fail("It seeded again.")));
        Assert.Equal(1, await database.ScalarAsync<long>("SELECT count(*) FROM jobs WHERE status = 'done'"));
    }

    [Fact]
    public async Task Another_scale_of_the_same_version_replaces_the_data()
    {
        await using var database = await cluster.CopyAsync(DemoScale.Small);
        await database.ExecuteAsync("UPDATE demo_seed SET scale = 'large'");
        await database.SeedAsync(DemoScale.Small);
        Assert.Equal("small ready", await database.ScalarAsync<string>("SELECT scale || ' ' || state FROM demo_seed"));
    }

    [Theory]
    [InlineData("UPDATE demo_seed SET scale = 'stage'")]
    [InlineData("UPDATE demo_seed SET scale = 'stage'; UPDATE demo_pins SET scale = 'stage' WHERE scale = 'medium'")]
    [InlineData("""
        UPDATE demo_seed SET scale = 'stage', version = '7c4bff631fc7';
        UPDATE demo_pins SET scale = 'stage' WHERE scale = 'medium'
        """)]
    public async Task Data_that_was_seeded_when_medium_was_called_stage_is_used_on(string formerMarker)
    {
        await using var database = await cluster.CopyAsync(DemoScale.Medium);
        await database.ExecuteAsync("UPDATE jobs SET status = 'done' WHERE id = 1; " + formerMarker);
        var seedsAgain = new SilentSeedProgress(_ => Assert.Fail("It seeded again."));
        await database.SeedAsync(DemoScale.Medium, progress: seedsAgain);

        Assert.Equal(1, await database.ScalarAsync<long>("SELECT count(*) FROM jobs WHERE status = 'done'"));
        Assert.Equal("medium", await database.ScalarAsync<string>("SELECT scale FROM demo_seed"));
        Assert.Equal(1_000_000, await database.ScalarAsync<long>("SELECT demo_rows('orders')"));
        await database.SeedAsync(DemoScale.Medium, progress: seedsAgain);
    }

    [Theory]
    [InlineData("7c4bff631fc7")]
    [InlineData("59463c164bb7")]
    [InlineData("the text's hash")]
    public async Task Data_of_a_former_version_is_used_on_and_renamed(string former)
    {
        await using var database = await cluster.CopyAsync(DemoScale.Small);
        var sql = SeedFolder.FromProgramFolder().Sql;
        if (former == "the text's hash") former = SeedByHandTests.HashOf(sql);
        await database.ExecuteAsync($"UPDATE jobs SET status = 'done' WHERE id = 1; UPDATE demo_seed SET version = '{former}'");

        await database.SeedAsync(DemoScale.Small, progress: new SilentSeedProgress(_ => Assert.Fail("It seeded again.")));

        Assert.Equal(1, await database.ScalarAsync<long>("SELECT count(*) FROM jobs WHERE status = 'done'"));
        Assert.Equal(SeedVersion.Of(sql), await database.ScalarAsync<string>("SELECT version FROM demo_seed"));
    }

    [Fact]
    public async Task Data_of_the_former_version_that_was_not_ready_is_not_adopted()
    {
        await using var database = await cluster.CopyAsync(DemoScale.Small);
        await database.ExecuteAsync("UPDATE demo_seed SET version = '7c4bff631fc7', state = 'loading'; DELETE FROM jobs");
        await database.SeedAsync(DemoScale.Small, owned: true);
        Assert.Equal(2000, await database.ScalarAsync<long>("SELECT count(*) FROM jobs"));
    }

    [Fact]
    public async Task Another_seed_value_gives_as_many_rows_with_other_values()
    {
        await using var database = await cluster.EmptyAsync();
        await new Seeder(database.Source, SeedFolder.FromProgramFolder(), new SilentSeedProgress()) { Seed = 7 }.SeedAsync(DemoScale.Twice, owned: false, Cancel);
        Assert.Equal(5, await database.ScalarAsync<long>("""
            SELECT count(*) FROM demo_pins p JOIN demo_seed s USING (scale), demo_checksum(p.table_name) c
            WHERE c.rows = p.rows AND c.checksum <> p.checksum
            """));
    }

    [Fact]
    public async Task Two_seeders_at_once_seed_once()
    {
        await using var database = await cluster.EmptyAsync();
        var begun = 0;
        var progress = new SilentSeedProgress(name => { if (name == "99-ready.sql") Interlocked.Increment(ref begun); });
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => database.SeedAsync(DemoScale.Small, progress: progress)));
        Assert.Equal(1, begun);
        Assert.Equal(Pinned, await database.ScalarAsync<string>(Checksums));
    }

    [Theory]
    [InlineData("10-tables.sql")]
    [InlineData("loading the tables")]
    [InlineData("50-keys.sql")]
    [InlineData("99-ready.sql")]
    public async Task Killed_in_the_middle_the_next_start_finishes(string at)
    {
        await using var database = await cluster.EmptyAsync();
        var kill = new SilentSeedProgress(name => { if (name == at) throw new TimeoutException(at); });
        await Assert.ThrowsAsync<TimeoutException>(() => database.SeedAsync(DemoScale.Small, progress: kill));
        Assert.Equal("loading", await database.ScalarAsync<string>("SELECT state FROM demo_seed"));

        await database.SeedAsync(DemoScale.Small);
        Assert.Equal(Pinned, await database.ScalarAsync<string>(Checksums));
    }

    [Fact]
    public async Task Cancelled_the_next_start_finishes()
    {
        await using var database = await cluster.EmptyAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var progress = new SilentSeedProgress(loaded: _ => stop.Cancel());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new Seeder(database.Source, SeedFolder.FromProgramFolder(), progress).SeedAsync(DemoScale.Small, owned: false, stop.Token));

        await database.SeedAsync(DemoScale.Small);
        Assert.Equal(Pinned, await database.ScalarAsync<string>(Checksums));
    }

    [Fact]
    public async Task Cut_off_by_the_server_the_next_start_finishes()
    {
        await using var database = await cluster.EmptyAsync();
        using var cut = new ManualResetEventSlim();
        var loading = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var progress = new SilentSeedProgress(loaded: _ =>
        {
            loading.TrySetResult();
            Assert.True(cut.Wait(TimeSpan.FromMinutes(2), Cancel));
        });
        var seeding = database.SeedAsync(DemoScale.Small, progress: progress);
        await loading.Task.WaitAsync(Cancel);
        await using (var other = NpgsqlDataSource.Create(database.ConnectionString))
        await using (var terminate = other.CreateCommand(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"))
        {
            await terminate.ExecuteNonQueryAsync(Cancel);
        }

        cut.Set();
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => seeding);

        await database.SeedAsync(DemoScale.Small);
        Assert.Equal(Pinned, await database.ScalarAsync<string>(Checksums));
    }

    [Theory]
    [InlineData("DROP INDEX orders_by_time", "keyset page")]
    [InlineData("DROP INDEX jobs_pending", "claim")]
    [InlineData("UPDATE orders SET amount = amount + 1 WHERE id = 77", "orders")]
    [InlineData("UPDATE products SET image = image || '\\x00' WHERE id = 7", "products")]
    [InlineData("DELETE FROM users WHERE id = (SELECT max(id) FROM users u WHERE NOT EXISTS (SELECT FROM orders o WHERE o.user_id = u.id) AND NOT EXISTS (SELECT FROM posts p WHERE p.author_id = u.id))", "users")]
    public async Task The_proof_fails_loudly(string damage, string named)
    {
        await using var database = await cluster.CopyAsync(DemoScale.Small);
        await database.ScalarAsync<string>("SELECT demo_prove()");
        await database.ExecuteAsync(damage);
        var failed = await Assert.ThrowsAsync<PostgresException>(() => database.ScalarAsync<string>("SELECT demo_prove()"));
        Assert.Equal("PD002", failed.SqlState);
        Assert.Contains(named, failed.MessageText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_object_carries_the_marker()
    {
        await using var database = await cluster.CopyAsync(DemoScale.Small);
        Assert.Equal(0, await database.ScalarAsync<long>("""
            SELECT count(*) FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'm')
                AND obj_description(c.oid, 'pg_class') NOT LIKE 'PyConDemo%' IS NOT FALSE
            """));
        Assert.Equal(0, await database.ScalarAsync<long>("""
            SELECT count(*) FROM pg_proc p WHERE pronamespace = 'public'::regnamespace
                AND obj_description(p.oid, 'pg_proc') NOT LIKE 'PyConDemo%' IS NOT FALSE
            """));
    }

    [Fact]
    public async Task Settings_and_locks_do_not_stay_on_pooled_connections()
    {
        await using var database = await cluster.EmptyAsync();
        await using var source = NpgsqlDataSource.Create(database.ConnectionString + ";No Reset On Close=true;Max Auto Prepare=20");
        await new Seeder(source, SeedFolder.FromProgramFolder(), new SilentSeedProgress()).SeedAsync(DemoScale.Small, owned: false, Cancel);
        await using var command = source.CreateCommand(
            """
            SELECT current_setting('synchronous_commit') || coalesce(current_setting('demo.scale', true), '') || count(*) FROM pg_locks
            WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """);
        Assert.Equal("on0", await command.ExecuteScalarAsync(Cancel));
    }
}
