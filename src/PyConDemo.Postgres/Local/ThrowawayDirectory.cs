namespace PyConDemo.Postgres.Local;

/// <summary>A directory for a cluster that nobody needs afterwards. Each cluster gets a directory of its own.</summary>
internal static class ThrowawayDirectory
{
    private const string Prefix = "pycondemo-throwaway-";

    /// <summary>The account that runs the server for root may not be able to enter root's TMPDIR.</summary>
    public static string Parent(ServerAccount account)
        => RealPath.Of(account.Name is null ? Path.GetTempPath() : "/var/tmp");

    /// <param name="parent">The folder around it. Null means <see cref="Parent"/>.</param>
    public static async Task<ClusterDirectory> NewAsync(string? parent, ServerBinaries binaries, ServerAccount account)
    {
        var around = parent is null ? Parent(account) : RealPath.Of(parent);
        await DeleteAbandonedAsync(around, binaries, account);
        return new(Path.Combine(around, Prefix + Guid.NewGuid().ToString("N")), Throwaway: true);
    }

    /// <summary>Deletes directories whose process is gone and whose watchdog, if any, was killed as well.</summary>
    private static async Task DeleteAbandonedAsync(string parent, ServerBinaries binaries, ServerAccount account)
    {
        foreach (var folder in Directory.EnumerateDirectories(parent, Prefix + "*"))
        {
            try
            {
                var directory = new ClusterDirectory(folder, Throwaway: true);
                if (!directory.IsOurs(account)) continue;
                if (!File.Exists(directory.UsersLock) || IsBeingCreated(directory)) continue;
                using var users = FileLock.TryExclusive(directory.UsersLock);
                if (users is null) continue;
                if (ServerProcess.FindPostmaster(directory) is not null)
                {
                    await ProcessRunner.RunAsync(
                        binaries.PgCtl, ["stop", "-D", directory.Data, "-m", "immediate"],
                        account, CancellationToken.None);
                }

                await account.DeleteAsync(folder);
            }
            catch (Exception notOurs)
                when (notOurs is UnauthorizedAccessException or IOException)
            {
            }
        }
    }

    /// <summary>Its process creates the folder, takes the lock and fills the folder: an empty one may be new.</summary>
    private static bool IsBeingCreated(ClusterDirectory directory)
        => Directory.GetDirectories(directory.Folder).Length == 0
            && Directory.GetCreationTimeUtc(directory.Folder) > DateTime.UtcNow.AddMinutes(-1);
}
