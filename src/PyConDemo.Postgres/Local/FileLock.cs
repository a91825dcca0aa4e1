namespace PyConDemo.Postgres.Local;

/// <summary>Locks between processes. The system releases them when their process ends, even after a kill.</summary>
internal static class FileLock
{
    /// <summary>Windows doesn't delete an open file without this flag. On Unix the flag would disable the
    /// lock.</summary>
    private static readonly FileShare Deletable = OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None;

    /// <summary>On Unix, .NET turns FileShare.None into flock's exclusive lock and a shared read into flock's shared
    /// lock.</summary>
    /// <returns>The lock, or null if another process holds it.</returns>
    public static FileStream? TryExclusive(string file)
        => TryOpen(file, FileAccess.ReadWrite, FileShare.None | Deletable);

    /// <exception cref="LocalServerException">Another process held the lock until the timeout.</exception>
    public static Task<FileStream> ExclusiveAsync(string file, TimeSpan timeout, CancellationToken cancellationToken)
        => WaitAsync(() => TryExclusive(file), file, timeout, cancellationToken);

    /// <inheritdoc cref="ExclusiveAsync" />
    public static Task<FileStream> SharedAsync(string file, TimeSpan timeout, CancellationToken cancellationToken)
        => WaitAsync(
            () => TryOpen(file, FileAccess.Read, FileShare.Read | Deletable), file, timeout, cancellationToken);

    /// <summary>Creates the file if it doesn't exist. Another process may create it at the same time and hold it
    /// already.</summary>
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

    private static async Task<FileStream> WaitAsync(
        Func<FileStream?> tryLock, string file, TimeSpan timeout, CancellationToken cancellationToken)
    {
        for (var deadline = DateTime.UtcNow + timeout; ;)
        {
            if (tryLock() is { } held) return held;
            if (DateTime.UtcNow > deadline)
                throw new LocalServerException($"another process has held {file} for {timeout.TotalSeconds:0} s");
            await Task.Delay(20, cancellationToken); // short against a server's start, which takes hundreds of ms
        }
    }
}
