using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using PyConDemo.Folders;

namespace PyConDemo.Api.Storage;

/// <summary>Keeps objects as files of one local folder: <c>images/9f/9f86d0…</c>. A file has a fixed header with the
/// content type, and then the content, because two files could not appear at once. It is written under another name and
/// then renamed, which is atomic within a file system. Links, and files of another user, are no objects: the store
/// neither reads nor writes through them.</summary>
public sealed class FolderObjectStore : IObjectStore
{
    private const string PartSuffix = ".part";

    // In bytes: a content type of at most 100 characters, padded with blanks, and a line feed.
    private const int HeaderLength = 101;

    // No put takes an hour, so an older part file belongs to a writer that died.
    private static readonly TimeSpan DeadAfter = TimeSpan.FromHours(1);

    private static readonly EnumerationOptions WithoutLinks = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
        IgnoreInaccessible = false,
    };

    private readonly string _root;

    /// <exception cref="IOException">The folder can't be created, it is a file, or another user can change it.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">The process has no right to create it.</exception>
    public FolderObjectStore(StorageSettings settings)
    {
        _root = PrivateFolder.Open(settings.Folder);
        foreach (var kind in Enum.GetValues<ObjectKind>())
        {
            CreateFolder(FolderOf(kind));
            DeleteDeadParts(new DirectoryInfo(FolderOf(kind)));
        }
    }

    public async Task<ObjectKey> PutAsync(
        ObjectKind kind, ReadOnlyMemory<byte> content, string contentType, CancellationToken cancellationToken)
    {
        var header = Header(contentType);
        var key = ObjectKey.Of(kind, content.Span);
        await using var known = await GetAsync(key, cancellationToken);
        if (known is not null) return key;

        var path = PathOf(key);
        CreateFolder(Path.GetDirectoryName(path)!);
        var part = $"{path}.{Guid.NewGuid():N}{PartSuffix}";
        try
        {
            await using (var file = new FileStream(
                part, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous))
            {
                await file.WriteAsync(header, cancellationToken);
                await file.WriteAsync(content, cancellationToken);
                file.Flush(flushToDisk: true); // or a power cut leaves half a file under the real name
            }
            if (!IsOurs(path)) File.Delete(path); // a link goes, and its target stays
            MoveIntoPlace(part, path);
        }
        finally
        {
            File.Delete(part); // no error after the rename: the file is not there
        }
        return key;
    }

    public async Task<StoredObject?> GetAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (!IsOurs(PathOf(key))) return null;

        FileStream file;
        try
        {
            // FileShare.Delete, because on Windows a reader would block a delete otherwise.
            file = new FileStream(
                PathOf(key), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 4096,
                FileOptions.Asynchronous);
        }
        catch (Exception none) when (none is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        try
        {
            var header = new byte[HeaderLength];
            await file.ReadExactlyAsync(header, cancellationToken);
            return new(key, ContentType(header), new OffsetStream(file, HeaderLength));
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    public Task DeleteAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var folder = Path.GetDirectoryName(PathOf(key))!;
        if (Directory.Exists(folder) && IsOurs(folder)) File.Delete(PathOf(key));
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<ObjectKey> ListAsync(
        ObjectKind kind, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask; // a folder needs no await; a store on a network does
        var paths = Directory.EnumerateFiles(FolderOf(kind), "*", WithoutLinks).Where(IsOurs);
        foreach (var name in paths.Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (ObjectKey.TryCreate(kind, name, out var key)) yield return key; // part files are not objects
        }
    }

    private static byte[] Header(string contentType)
    {
        var isValid = contentType.Length < HeaderLength && Ascii.IsValid(contentType)
            && MediaTypeHeaderValue.TryParse(contentType, out _);
        return isValid
            ? Encoding.ASCII.GetBytes(contentType.PadRight(HeaderLength - 1) + '\n')
            : throw new ArgumentException("Not a media type of up to 100 ASCII characters.", nameof(contentType));
    }

    private static string ContentType(byte[] header) => header[^1] == '\n'
        ? Encoding.ASCII.GetString(header).TrimEnd()
        : throw new InvalidDataException("A file in the object store's folder is not the store's own.");

    private static void MoveIntoPlace(string part, string path)
    {
        try
        {
            // On Unix this replaces a file that appears in the last moment. It has the same content.
            File.Move(part, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another writer has stored the same content: a name stands for one content only.
        }
    }

    private void DeleteDeadParts(DirectoryInfo folder)
    {
        var latest = TimeProvider.System.GetUtcNow() - DeadAfter;
        foreach (var part in folder.EnumerateFiles("*" + PartSuffix, WithoutLinks))
            if (part.LastWriteTimeUtc < latest && IsOurs(part.FullName)) part.Delete();
    }

    private void CreateFolder(string folder)
    {
        if (!IsOurs(folder))
            throw new FolderRefusedException($"'{folder}' is refused: it is a link, or it belongs to another user.");
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, PrivateFolder.OwnerOnly);
    }

    private bool IsOurs(string path) => PrivateFolder.Owns(_root, path);

    private string FolderOf(ObjectKind kind) => Path.Combine(_root, kind.Prefix().TrimEnd('/'));

    // 256 folders below a kind, because some file systems list a folder with a million files slowly.
    private string PathOf(ObjectKey key) => Path.Combine(FolderOf(key.Kind), key.Hash[..2], key.Hash);
}
