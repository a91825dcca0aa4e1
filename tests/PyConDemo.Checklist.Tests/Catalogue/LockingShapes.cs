using Dapper;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using PyConDemo.Checklist.Rules;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Catalogue;

/// <summary>Locks of rows and of tables: many, long, or waited for.</summary>
internal static class LockingShapes
{
    private static readonly string[] Locking = [HealthRules.RowLocking];

    // Longer than the rule's threshold of 250 ms, and than two looks of the session monitor.
    private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(700);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(450);

    public static IEnumerable<CatalogueShape> All => Many().Concat(LongHeld()).Concat(Right());

    private static IEnumerable<CatalogueShape> Many() =>
    [
        Found("FOR UPDATE of all rows", "it locks 3,000 rows", "SELECT * FROM jobs FOR UPDATE"),
        Found("FOR SHARE of all rows", "it locks 3,000 rows", "SELECT * FROM jobs FOR SHARE"),
        Found("SKIP LOCKED without LIMIT", "it locks 3,000 rows", "SELECT * FROM jobs FOR UPDATE SKIP LOCKED"),
        Found("NOWAIT without LIMIT", "it locks 3,000 rows", "SELECT * FROM jobs FOR UPDATE NOWAIT"),
        Found("a LIMIT that does not bind", "it locks 2,000 rows",
            "SELECT * FROM jobs ORDER BY id LIMIT 2000 FOR UPDATE SKIP LOCKED"),
        Found("FOR UPDATE in a CTE", "it locks 3,000 rows and returns one",
            "WITH mine AS MATERIALIZED (SELECT id FROM jobs FOR UPDATE) SELECT min(id) FROM mine"),
        Found("an UPDATE of many rows", "it locks 2,000 rows", "UPDATE jobs SET status = status WHERE id <= 2000"),
        Found("a DELETE of many rows", "it locks 2,000 rows", "DELETE FROM jobs WHERE id <= 2000"),
        Found("an upsert of many rows", "it locks 2,000 rows",
            "INSERT INTO jobs SELECT n, 'x' FROM generate_series(1, 2000) n ON CONFLICT (id) DO UPDATE SET status = 'x'"),
        Found("a DELETE in a CTE before a filter", "it deletes 2,000 rows and returns 1,995",
            "WITH gone AS (DELETE FROM jobs WHERE id <= 2000 RETURNING *) SELECT * FROM gone WHERE id > 5"),
        Found("a MERGE of many rows", "it locks 2,000 rows",
            "MERGE INTO jobs USING generate_series(1, 2000) s(id) ON jobs.id = s.id WHEN MATCHED THEN UPDATE SET status = 'x'"),
        Found("LOCK TABLE", "it locks the table", "LOCK TABLE authors IN SHARE ROW EXCLUSIVE MODE"),
        Found("TRUNCATE", "it locks the table", "TRUNCATE documents"),
        Found("REFRESH MATERIALIZED VIEW", "it locks the view for its readers", "REFRESH MATERIALIZED VIEW order_totals_stored"),
        new("two statements of one transaction", "together they lock 1,200 rows")
        {
            Found = Locking,
            Handle = c => c.InTransaction(async connection =>
            {
                await connection.ExecuteAsync("UPDATE jobs SET status = 'x' WHERE id <= 600");
                await connection.ExecuteAsync("UPDATE jobs SET status = 'x' WHERE id BETWEEN 601 AND 1200");
            }),
        },
        new("a SaveChanges of many changed rows", "one batch locks 1,500 rows")
        {
            Found = Locking,
            Handle = async c =>
            {
                await using var jobs = new JobContext(c.Db);
                await using var transaction = await jobs.Database.BeginTransactionAsync(c.Cancel);
                foreach (var job in await jobs.Jobs.OrderBy(j => j.Id).Take(1_500).ToListAsync(c.Cancel))
                    job.Status = $"changed {c.Number}";
                await jobs.SaveChangesAsync(c.Cancel);
                await transaction.RollbackAsync(c.Cancel);
            },
        },
        new("a row lock in a loop", "one transaction locks 150 rows, one after the other")
        {
            Found = [.. Locking, HealthRules.NPlusOne],
            Handle = c => c.InTransaction(async connection =>
            {
                for (var id = 1; id <= 150; id++)
                    await connection.ExecuteAsync("SELECT * FROM jobs WHERE id = @id FOR UPDATE", new { id });
            }),
        },
        NotSeen("a DELETE that cascades", "the foreign key deletes 20,000 rows", "DELETE FROM carts WHERE id = 1"),
        NotSeen("an UPDATE with a trigger", "the trigger changes 20,000 rows", "UPDATE discounts SET percent = 2"),
        NotSeen("a DELETE in a CTE before a page", "it deletes 2,000 rows and returns one",
            "WITH gone AS (DELETE FROM jobs WHERE id <= 2000 RETURNING *) SELECT * FROM gone LIMIT 1"),
        NotSeen("a DELETE in a CTE before unnest", "it deletes 2,000 rows and returns none",
            "WITH gone AS (DELETE FROM jobs WHERE id <= 2000 RETURNING *) SELECT unnest('{}'::int[]) FROM gone"),
        NotSeen("a lock in a CTE before an UPDATE", "it locks 3,000 rows and changes one",
            "WITH mine AS MATERIALIZED (SELECT id FROM jobs FOR UPDATE) "
            + "UPDATE jobs SET status = status FROM mine WHERE jobs.id = mine.id AND mine.id = 1"),
        new("FOR UPDATE without a data source", "the number of rows is not known")
        {
            NotSeen = [.. Locking, HealthRules.HotAggregations],
            Handle = async c =>
            {
                await using var connection = new NpgsqlConnection(c.Db.ConnectionString);
                await connection.OpenAsync(c.Cancel);
                await connection.ExecuteAsync("SELECT * FROM jobs FOR UPDATE");
            },
        },
        new("a function that locks", "the function's statements are hidden")
        {
            NotSeen = [.. Locking, HealthRules.HotAggregations],
            Handle = c => c.Read("SELECT lock_jobs()"),
        },
    ];

    private static IEnumerable<CatalogueShape> LongHeld() =>
    [
        new("a row held while a timer runs", "others wait for the row")
        {
            Found = [.. Locking, HealthRules.LongRequests],
            Handle = c => c.InTransaction(async connection =>
            {
                await connection.ExecuteAsync("UPDATE jobs SET status = 'x' WHERE id = 1");
                await Task.Delay(Long, c.Cancel);
            }),
        },
        new("a wait for a row", "the request waits for another transaction")
        {
            Found = Locking,
            Handle = async c =>
            {
                var holder = await Holder.StartAsync(c, "SELECT * FROM jobs WHERE id = 2 FOR UPDATE", Long);
                await c.Read("UPDATE jobs SET status = status WHERE id = 2");
                await holder;
            },
        },
        new("a wait for an advisory lock", "it waits on purpose, but the client waits too")
        {
            Observed = ObservationKinds.AdvisoryWait,
            Handle = async c =>
            {
                var holder = await Holder.StartAsync(c, "SELECT pg_advisory_xact_lock(7)", Long);
                await c.InTransaction(connection => connection.ExecuteAsync("SELECT pg_advisory_xact_lock(7)"));
                await holder;
            },
        },
        new("a scan that waits for a row", "the time is the lock's, not the scan's")
        {
            Found = Locking,
            Handle = async c =>
            {
                var holder = await Holder.StartAsync(c, "SELECT * FROM orders WHERE id = 77 FOR UPDATE", Long);
                await c.Read("SELECT id FROM orders WHERE 7 * id = 539 FOR UPDATE");
                await holder;
            },
        },
        new("a wait for a session's advisory lock", "the client waits too")
        {
            Observed = ObservationKinds.AdvisoryWait,
            Handle = async c =>
            {
                var holder = await Holder.StartAsync(c, "SELECT pg_advisory_xact_lock_shared(8)", Short);
                await using var connection = await c.Open();
                await connection.ExecuteAsync("SELECT pg_advisory_lock(8)");
                await connection.ExecuteAsync("SELECT pg_advisory_unlock(8)");
                await holder;
            },
        },
        new("a wait for the request's own advisory lock", "its other connection waits until the timeout")
        {
            Observed = ObservationKinds.AdvisoryWait,
            Handle = c => c.InTransaction(async first =>
            {
                await first.ExecuteAsync("SELECT pg_advisory_xact_lock(9)");
                await c.InTransaction(async second =>
                {
                    await second.ExecuteAsync("SET LOCAL lock_timeout = '450ms'");
                    await Assert.ThrowsAsync<PostgresException>(
                        () => second.ExecuteAsync("SELECT pg_advisory_xact_lock(9)"));
                });
            }),
        },
        new("requests that take turns", "an advisory lock lets one of them work at a time")
        {
            Observed = ObservationKinds.AdvisoryWait,
            Call = client => Task.WhenAll(
                client.Get("/requests that take turns", null), client.Get("/requests that take turns", null)),
            Handle = c => c.InTransaction(async connection =>
            {
                await connection.ExecuteAsync("SELECT pg_advisory_xact_lock(10)");
                await connection.ExecuteAsync("SELECT pg_sleep(0.45)");
            }),
        },
        new("an advisory lock that is only tried", "it waits for nobody")
        {
            Handle = async c =>
            {
                var holder = await Holder.StartAsync(c, "SELECT pg_advisory_xact_lock(11)", TimeSpan.Zero);
                await c.InTransaction(connection =>
                    connection.ExecuteScalarAsync<bool>("SELECT pg_try_advisory_xact_lock(11)"));
                await holder;
            },
        },
    ];

    private static IEnumerable<CatalogueShape> Right() =>
    [
        Right("one row FOR UPDATE", "it locks one row", "SELECT * FROM jobs WHERE id = 1 FOR UPDATE"),
        Right("a small batch with SKIP LOCKED", "it locks 50 rows",
            "SELECT * FROM jobs ORDER BY id LIMIT 50 FOR UPDATE SKIP LOCKED"),
        Right("a batch of a hundred with SKIP LOCKED", "it locks 100 rows",
            "SELECT * FROM jobs ORDER BY id LIMIT 100 FOR UPDATE SKIP LOCKED"),
        Right("a table lock that lets others write", "only other such locks wait",
            "LOCK TABLE authors IN SHARE UPDATE EXCLUSIVE MODE"),
        Right("a small batch in a CTE", "it locks 50 rows",
            "WITH mine AS MATERIALIZED (SELECT id FROM jobs ORDER BY id LIMIT 50 FOR UPDATE SKIP LOCKED) "
            + "UPDATE jobs SET status = status FROM mine WHERE jobs.id = mine.id"),
        Right("a DELETE that is moved", "it deletes 50 rows and inserts them elsewhere",
            "WITH gone AS (DELETE FROM jobs WHERE id <= 50 RETURNING *) INSERT INTO documents "
            + "SELECT 1000 + id, to_jsonb(status) FROM gone"),
        Right("an upsert in a CTE before a UNION", "VALUES has one row",
            "WITH mine AS (INSERT INTO jobs VALUES (1, 'x') ON CONFLICT (id) DO UPDATE SET status = 'x' RETURNING id) "
            + "SELECT id FROM mine UNION ALL SELECT id FROM authors WHERE id = 1"),
        Right("an UPDATE of few rows", "it locks 50 rows", "UPDATE jobs SET status = status WHERE id <= 50"),
        Right("an INSERT of many rows", "nobody waits for new rows",
            "INSERT INTO jobs SELECT n + 100000, 'x' FROM generate_series(1, 5000) n"),
        Right("an INSERT that does nothing on conflict", "it locks no row",
            "INSERT INTO jobs SELECT n, 'x' FROM generate_series(1, 2000) n ON CONFLICT DO NOTHING"),
        Right("FOR UPDATE in a text", "a literal is no clause", "SELECT 'FOR UPDATE' FROM jobs"),
        new("a temporary table that is emptied", "nobody else sees the table")
        {
            Handle = c => c.InTransaction(async connection =>
            {
                await connection.ExecuteAsync("CREATE TEMP TABLE scratch AS SELECT * FROM jobs");
                await connection.ExecuteAsync("TRUNCATE scratch");
            }),
        },
        new("small transactions one after the other", "each locks 200 rows and commits")
        {
            Handle = async c =>
            {
                for (var i = 0; i < 10; i++)
                    await c.Read("UPDATE jobs SET status = status WHERE id > $1 AND id <= $1 + 200", 200 * i);
            },
        },
    ];

    private static CatalogueShape Found(string name, string why, string sql) => new(name, why)
    {
        Found = Locking,
        Handle = c => c.InTransaction(connection => connection.ExecuteAsync(sql)),
    };

    private static CatalogueShape NotSeen(string name, string why, string sql) => new(name, why)
    {
        NotSeen = Locking,
        Handle = c => c.InTransaction(connection => connection.ExecuteAsync(sql)),
    };

    private static CatalogueShape Right(string name, string why, string sql) => new(name, why)
    {
        Handle = c => c.InTransaction(connection => connection.ExecuteAsync(sql)),
    };

    /// <summary>Another session that holds a lock. The checklist does not measure it.</summary>
    private static class Holder
    {
        public static Task<Task> StartAsync(CatalogueCall call, string sql, TimeSpan time)
        {
            // Without the request's context, its commands don't count as the request's.
            using (ExecutionContext.SuppressFlow()) return Task.Run(Open);

            async Task<Task> Open()
            {
                var connection = new NpgsqlConnection(call.Db.ConnectionString);
                await connection.OpenAsync();
                var transaction = await connection.BeginTransactionAsync();
                await connection.ExecuteAsync(sql, transaction: transaction);
                return Hold(connection, transaction);
            }

            async Task Hold(NpgsqlConnection connection, NpgsqlTransaction transaction)
            {
                await Task.Delay(time);
                await transaction.RollbackAsync();
                await connection.DisposeAsync();
            }
        }
    }
}

/// <summary>Maps the jobs for EF Core.</summary>
internal sealed class JobContext(TestDatabase db) : DbContext
{
    public DbSet<Job> Jobs => Set<Job>();

    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => optionsBuilder.UseNpgsql(db.Source);

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Job>(job =>
    {
        job.ToTable("jobs");
        job.Property(j => j.Id).HasColumnName("id").ValueGeneratedNever();
        job.Property(j => j.Status).HasColumnName("status");
    });

    public sealed class Job
    {
        public int Id { get; set; }
        public string Status { get; set; } = "";
    }
}
