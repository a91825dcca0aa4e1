namespace PyConDemo.Api.Data.Seeding;

/// <summary>Allows one seeder per database, across processes. It uses advisory locks, which the server releases when
/// their session ends.</summary>
internal static class SeedLock
{
    // A session that waits inside the server holds a snapshot, and then VACUUM marks no page as visible to all. So the
    // locks are polled.
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    private static readonly string Seeder = $"({AdvisoryLock.Space}, {AdvisoryLock.Seed})";
    private static readonly string Loader = $"({AdvisoryLock.Space}, {AdvisoryLock.SeedLoader})";

    /// <summary>Takes the seeder's lock. It also waits until nobody holds the loaders' lock, because the loaders of a
    /// killed seeder may still work for a moment.</summary>
    public static async Task TakeAsync(SeedSession session, CancellationToken cancellationToken)
    {
        foreach (var key in new[] { Seeder, Loader })
        {
            while (!await session.ScalarAsync<bool>($"SELECT pg_try_advisory_lock{key}", cancellationToken))
                await Task.Delay(PollInterval, cancellationToken);
        }

        await session.ScalarAsync<bool>($"SELECT pg_advisory_unlock{Loader}", cancellationToken);
    }

    /// <summary>Takes the loaders' lock, which they share.</summary>
    public static Task JoinAsync(SeedSession loader, CancellationToken cancellationToken)
        => loader.ScalarAsync<object>($"SELECT pg_advisory_lock_shared{Loader}", cancellationToken);
}
