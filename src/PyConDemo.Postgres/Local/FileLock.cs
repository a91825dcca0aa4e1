namespace PyConDemo.Postgres.Local;

/// <summary>Locks between processes. The system releases them when their process ends, even after a kill.</summary>
internal static class FileLock
{
    // Another process may be recovering a large cluster while it holds a lock.
    private static readonly TimeSpan UsualTimeout = TimeSpan.FromMinutes(2);

    // Windows doesn't delete an open file without this flag. On Unix the flag would disable the lock.
    private static readonly FileShare Deletable = OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None;

    /// <summary>On Unix, .NET makes FileShare.None flock's exclusive lock, and a shared read its shared one.</summary>
    /// <returns>The lock, or null if another process holds it.</returns>
    public static FileStream? TryExclusive(string file)
        => TryOpen(file, FileAccess.ReadWrite, FileShare.None | Deletable);

    public static FileStream? TryShared(string file) => TryOpen(file, FileAccess.Read, FileShare.Read | Deletable);

    /// <param name="timeout">Two minutes if it is null.</param>
    /// <exception cref="LocalServerException">Another process held the lock for that long.</exception>
    public static async Task<FileStream> WaitAsync(
        Func<string, FileStream?> tryLock, string file, CancellationToken cancellationToken, TimeSpan? timeout = null)
    {
        var limit = timeout ?? UsualTimeout;
        for (var deadline = DateTime.UtcNow + limit; DateTime.UtcNow < deadline;)
        {
            if (tryLock(file) is { } held) return held;
            await Task.Delay(20, cancellationToken); // short against a server's start, which takes hundreds of ms
        }

        throw new LocalServerException($"another process has held {file} for {limit.TotalSeconds:0} s");
    }

    /// <summary>Creates the file if it doesn't exist. Another process may do so at the same time.</summary>
    public static void CreateFile(string file, string content = "")
    {
        try
        {
            if (!File.Exists(file)) File.WriteAllText(file, content);
        }
        catch (IOException) when (File.Exists(file))
        {
        }
    }

    private static FileStream? TryOpen(string file, FileAccess access, FileShare share)
    {
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, access, share);
        }
        catch (IOException taken)
            when (taken is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException))
        {
            return null;
        }
    }
}
