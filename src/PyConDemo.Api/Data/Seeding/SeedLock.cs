namespace PyConDemo.Api.Data.Seeding;

/// <summary>One seeder per database, across processes: advisory locks, which end with their session.</summary>
internal static class SeedLock
{
    // Polled: a session that waits inside the server holds a snapshot, and VACUUM then marks no page as visible to all.
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Lock 1 is the seeder's. Lock 2 is shared by its loaders: those of a killed seeder may still be at work for a moment.</summary>
    public static async Task TakeAsync(SeedSession session, CancellationToken cancellationToken)
    {
        while (!await session.ScalarAsync<bool>($"SELECT pg_try_advisory_lock({AdvisoryLock.Space}, {AdvisoryLock.Seed})", cancellationToken))
            await Task.Delay(PollInterval, cancellationToken);
        while (!await session.ScalarAsync<bool>($"SELECT pg_try_advisory_lock({AdvisoryLock.Space}, {AdvisoryLock.SeedLoader})", cancellationToken))
            await Task.Delay(PollInterval, cancellationToken);
        await session.ScalarAsync<bool>($"SELECT pg_advisory_unlock({AdvisoryLock.Space}, {AdvisoryLock.SeedLoader})", cancellationToken);
    }

    public static Task JoinAsync(SeedSession loader, CancellationToken cancellationToken) =>
        loader.ScalarAsync<object>($"SELECT pg_advisory_lock_shared({AdvisoryLock.Space}, {AdvisoryLock.SeedLoader})", cancellationToken);
}
