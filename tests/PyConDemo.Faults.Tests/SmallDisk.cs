namespace PyConDemo.Faults.Tests;

/// <summary>A file system of its own, in memory, which a test can fill or make read-only. Linux, and only as root.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    private string Filler => System.IO.Path.Combine(Path, "filler");

    /// <summary>Null where this user may not mount a file system.</summary>
    public static async Task<SmallDisk?> TryMountAsync(string path, int megabytes)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess) return null;

        Directory.CreateDirectory(path);
        var (succeeded, _) = await Shell.TryAsync("mount", "-t", "tmpfs", "-o", $"size={megabytes}m,mode=711", "tmpfs", path);
        return succeeded ? new(path) : null;
    }

    /// <summary>Takes all space that is left.</summary>
    public async Task FillAsync()
    {
        var megabyte = new byte[1 << 20];
        await using var file = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        for (var size = megabyte.Length; size > 0; size /= 2)
        {
            try
            {
                while (true) await file.WriteAsync(megabyte.AsMemory(0, size));
            }
            catch (IOException)
            {
                // The disk has less than this left.
            }
        }
    }

    public void Free() => File.Delete(Filler);

    public Task MakeReadOnlyAsync() => Shell.RunAsync("mount", "-o", "remount,ro", Path);

    public Task MakeWritableAsync() => Shell.RunAsync("mount", "-o", "remount,rw", Path);

    public async ValueTask DisposeAsync() => await Shell.TryAsync("umount", "--lazy", Path);
}
