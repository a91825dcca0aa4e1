using System.Runtime.CompilerServices;

namespace PyConDemo.Api.Storage;

/// <summary>
/// Objects as files of one local folder: <c>images/9f/9f86d0…</c>. A file is its content type in a fixed header, then the content: two files
/// could not appear at once. It is written beside its place and renamed into it, which is atomic within a file system.
/// </summary>
public sealed class FolderObjectStore : IObjectStore
{
    private const string PartSuffix = ".part";

    // A part file this old belongs to a writer that died: no put takes an hour.
    private static readonly TimeSpan DeadAfter = TimeSpan.FromHours(1);

    private readonly string _root;

    /// <exception cref="IOException">The folder can't be made, or is a file.</exception>
    /// <exception cref="UnauthorizedAccessException">No right to make it.</exception>
    public FolderObjectStore(StorageSettings options)
    {
        _root = Path.GetFullPath(options.Folder);
        foreach (var kind in Enum.GetValues<ObjectKind>())
            SweepDeadParts(Directory.CreateDirectory(FolderOf(kind)));
    }

    public async Task<ObjectInfo> PutAsync(
        ObjectKind kind, ReadOnlyMemory<byte> content, string contentType, CancellationToken cancellationToken)
    {
        var header = ObjectHeader.Write(contentType);
        var key = ObjectKey.Of(kind, content.Span);
        if (await HeadAsync(key, cancellationToken) is { } known) return known;
        var path = PathOf(key);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var part = $"{path}.{Guid.NewGuid():N}{PartSuffix}";
        try
        {
            await using (var file = new FileStream(part, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0, FileOptions.Asynchronous))
            {
                await file.WriteAsync(header, cancellationToken);
                await file.WriteAsync(content, cancellationToken);
                file.Flush(flushToDisk: true); // before the rename, or a power cut leaves a whole name on half a file
            }
            MoveIntoPlace(part, path);
        }
        finally
        {
            File.Delete(part); // does nothing once it was moved
        }
        return await HeadAsync(key, cancellationToken) ?? throw new IOException($"{key} was deleted while it was put.");
    }

    public async Task<StoredObject?> GetAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        FileStream file;
        try
        {
            // Delete is shared: on Windows a reader would block it otherwise.
            file = new FileStream(PathOf(key), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 4096, FileOptions.Asynchronous);
        }
        catch (Exception none) when (none is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        try
        {
            var header = new byte[ObjectHeader.Length];
            await file.ReadExactlyAsync(header, cancellationToken);
            var info = new ObjectInfo(key, file.Length - ObjectHeader.Length, ObjectHeader.Read(header), File.GetLastWriteTimeUtc(file.SafeFileHandle));
            return new StoredObject(info, new OffsetStream(file, ObjectHeader.Length));
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    public async Task<ObjectInfo?> HeadAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        var opened = await GetAsync(key, cancellationToken);
        if (opened is null) return null;
        await using (opened)
            return opened.Info;
    }

    public Task DeleteAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Directory.Exists(Path.GetDirectoryName(PathOf(key)))) File.Delete(PathOf(key));
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<ObjectKey> ListAsync(ObjectKind kind, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask; // a folder is read at once; other stores answer in pages
        var names = Directory.EnumerateFiles(FolderOf(kind), "*", SearchOption.AllDirectories).Select(f => Path.GetFileName(f));
        foreach (var name in names.Order(StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (ObjectKey.TryCreate(kind, name, out var key)) // parts, and whatever else lies about, are no objects
                yield return key;
        }
    }

    private static void MoveIntoPlace(string part, string path)
    {
        try
        {
            // On Unix this replaces what appears between its look and its rename: the same content, so no reader can tell.
            File.Move(part, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Somebody else has put the same content meanwhile: under this name there is no other.
        }
    }

    private static void SweepDeadParts(DirectoryInfo folder)
    {
        foreach (var part in folder.EnumerateFiles("*" + PartSuffix, SearchOption.AllDirectories))
            if (part.LastWriteTimeUtc < TimeProvider.System.GetUtcNow() - DeadAfter) part.Delete();
    }

    private string FolderOf(ObjectKind kind) => Path.Combine(_root, kind.Prefix().TrimEnd('/'));

    // 256 folders below a kind: one with a million files is slow to list on some file systems.
    private string PathOf(ObjectKey key) => Path.Combine(FolderOf(key.Kind), key.Hash[..2], key.Hash);
}
