namespace PyConDemo.Postgres.Local;

/// <summary>Locks between processes. The system drops them when their process ends, however it ends.</summary>
internal static class FileLock
{
    /// <summary>Windows lets nobody delete an open file unless asked; on Unix the flag would cost the lock.</summary>
    private static readonly FileShare Deletable = OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None;

    /// <summary>On Unix, .NET maps FileShare.None to flock's exclusive and a shared read to flock's shared lock.</summary>
    public static FileStream? TryExclusive(string file) => TryOpen(file, FileAccess.ReadWrite, FileShare.None | Deletable);

    public static Task<FileStream> ExclusiveAsync(string file, TimeSpan limit, CancellationToken cancellationToken)
        => WaitAsync(() => TryExclusive(file), file, limit, cancellationToken);

    public static Task<FileStream> SharedAsync(string file, TimeSpan limit, CancellationToken cancellationToken)
        => WaitAsync(() => TryOpen(file, FileAccess.Read, FileShare.Read | Deletable), file, limit, cancellationToken);

    /// <summary>Makes the file, unless it is there; another process may be doing the same, and hold it already.</summary>
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
        catch (IOException taken) when (taken is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException))
        {
            return null;
        }
    }

    private static async Task<FileStream> WaitAsync(Func<FileStream?> tryLock, string file, TimeSpan limit, CancellationToken cancellationToken)
    {
        for (var deadline = DateTime.UtcNow + limit; ;)
        {
            if (tryLock() is { } held) return held;
            if (DateTime.UtcNow > deadline)
                throw new LocalServerException($"another process has held {file} for {limit.TotalSeconds:0} s");
            await Task.Delay(20, cancellationToken); // starting a server takes hundreds of ms: 20 is no spin and no wait
        }
    }
}
