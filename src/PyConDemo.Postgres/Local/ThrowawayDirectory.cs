namespace PyConDemo.Postgres.Local;

/// <summary>A home of its own for each cluster that nobody needs afterwards.</summary>
internal static class ThrowawayDirectory
{
    private const string Prefix = "pycondemo-throwaway-";

    /// <summary>Root's TMPDIR may be closed to the account that runs the server.</summary>
    public static string Parent(ServerAccount account) => RealPath.Of(account.Name is null ? Path.GetTempPath() : "/var/tmp");

    public static async Task<ClusterDirectory> CreateAsync(ServerBinaries binaries, ServerAccount account, CancellationToken cancellationToken)
    {
        await SweepAsync(binaries, account);
        var directory = new ClusterDirectory(Path.Combine(Parent(account), Prefix + Guid.NewGuid().ToString("N")), Throwaway: true);
        await directory.CreateAsync(account, cancellationToken);
        return directory;
    }

    /// <summary>Homes whose process is gone, and whose watchdog (where there is one) was killed as well.</summary>
    private static async Task SweepAsync(ServerBinaries binaries, ServerAccount account)
    {
        foreach (var folder in Directory.EnumerateDirectories(Parent(account), Prefix + "*"))
        {
            try
            {
                var directory = new ClusterDirectory(folder, Throwaway: true);
                if (!File.Exists(directory.UsersLock) || IsBeingCreated(directory)) continue;
                using var users = FileLock.TryExclusive(directory.UsersLock);
                if (users is null) continue;
                if (ServerProcess.FindPostmaster(directory) is not null)
                    await ProcessRunner.RunAsync(binaries.PgCtl, ["stop", "-D", directory.Data, "-m", "immediate"], account, CancellationToken.None);
                await account.DeleteAsync(folder);
            }
            catch (Exception notOurs) when (notOurs is UnauthorizedAccessException or IOException or LocalServerException)
            {
            }
        }
    }

    /// <summary>Its maker makes the folder, then takes the lock, then fills it: an empty one may still be between the first two.</summary>
    private static bool IsBeingCreated(ClusterDirectory directory)
        => Directory.GetDirectories(directory.Folder).Length == 0 && Directory.GetCreationTimeUtc(directory.Folder) > DateTime.UtcNow.AddMinutes(-1);
}
