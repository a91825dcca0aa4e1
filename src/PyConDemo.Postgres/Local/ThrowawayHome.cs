namespace PyConDemo.Postgres.Local;

/// <summary>A home of its own for each cluster that nobody needs afterwards.</summary>
internal static class ThrowawayHome
{
    private const string Prefix = "pycondemo-throwaway-";

    /// <summary>Root's TMPDIR may be closed to the account that runs the server.</summary>
    public static string Parent(Account account) => RealPath.Of(account.Name is null ? Path.GetTempPath() : "/var/tmp");

    public static async Task<ClusterHome> CreateAsync(ServerBinaries binaries, Account account, CancellationToken cancellationToken)
    {
        await SweepAsync(binaries, account);
        var home = new ClusterHome(Path.Combine(Parent(account), Prefix + Guid.NewGuid().ToString("N")), Throwaway: true);
        await home.PrepareAsync(account, cancellationToken);
        return home;
    }

    /// <summary>Homes whose process is gone, and whose watcher (where there is one) was killed as well.</summary>
    private static async Task SweepAsync(ServerBinaries binaries, Account account)
    {
        foreach (var folder in Directory.EnumerateDirectories(Parent(account), Prefix + "*"))
        {
            try
            {
                var home = new ClusterHome(folder, Throwaway: true);
                if (!File.Exists(home.UsersLock) || IsBeingMade(home)) continue;
                using var users = FileLock.TryExclusive(home.UsersLock);
                if (users is null) continue;
                if (ServerProcess.In(home) is not null)
                    await Tool.RunAsync(binaries.PgCtl, ["stop", "-D", home.Data, "-m", "immediate"], account, CancellationToken.None);
                await account.DeleteAsync(folder);
            }
            catch (Exception notOurs) when (notOurs is UnauthorizedAccessException or IOException or LocalServerException)
            {
            }
        }
    }

    /// <summary>Its maker makes the folder, then takes the lock, then fills it: an empty one may still be between the first two.</summary>
    private static bool IsBeingMade(ClusterHome home)
        => Directory.GetDirectories(home.Folder).Length == 0 && Directory.GetCreationTimeUtc(home.Folder) > DateTime.UtcNow.AddMinutes(-1);
}
