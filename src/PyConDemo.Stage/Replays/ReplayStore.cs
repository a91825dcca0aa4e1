using System.Collections.Concurrent;
using PyConDemo.Folders;

namespace PyConDemo.Stage.Replays;

/// <summary>Keeps replays as files in a folder. Thread-safe.</summary>
public sealed partial class ReplayStore(string folder)
{
    /// <summary>A longer list would be unreadable.</summary>
    private const int MaxListed = 60;

    private readonly ConcurrentDictionary<FileVersion, ReplayListItem> _items = new();
    private readonly ConcurrentDictionary<string, Replay> _unsaved = new();

    /// <summary>Saves a replay and renames the file at the end, so that a reader never sees half of it. A replay that
    /// can't be saved stays in the list until the program ends.</summary>
    /// <returns>Null, or one line that says why the replay is not saved.</returns>
    public async Task<string?> SaveAsync(Replay replay, CancellationToken cancellationToken)
    {
        var draft = Path.Combine(folder, $"{replay.Id}.{Guid.NewGuid():N}.part");
        try
        {
            PrivateFolder.Open(folder);
            await using (var file = File.Create(draft))
                await JsonSerializer.SerializeAsync(file, replay, PageJson.Options, cancellationToken);
            File.Move(draft, PathOf(replay.Id), overwrite: true);
            return null;
        }
        catch (Exception e) when (IsFileError(e))
        {
            _unsaved[replay.Id] = replay;
            DeleteDraft(draft);
            return $"The race is not saved: {OneLine(e)} It stays in the list of replays until the stage ends.";
        }
    }

    /// <returns>Null when there is no replay of that name.</returns>
    /// <exception cref="BadReplayException">The file is not a replay that this version can show.</exception>
    public async Task<Replay?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (_unsaved.TryGetValue(id, out var unsaved)) return unsaved;
        return Entries().FirstOrDefault(entry => entry.Name == $"{id}.json") is { } found
            ? await ReadAsync(found, cancellationToken) : null;
    }

    /// <summary>Lists the newest replays first, and each other .json file with its problem. The newest race of each
    /// pattern's lanes is always in the list, because the page shows it.</summary>
    public async Task<IReadOnlyList<ReplayListItem>> ListAsync(CancellationToken cancellationToken)
    {
        var items = new List<ReplayListItem>(_unsaved.Values.Select(ReplayHead.Of));
        foreach (var entry in Entries())
        {
            if (VersionOf(entry) is not { } version)
                items.Add(new(Path.GetFileNameWithoutExtension(entry.Name), $"{entry.Name} can't be found again."));
            else if (_items.TryGetValue(version, out var known))
                items.Add(known);
            else
                items.Add(_items[version] = await ReadItemAsync(entry, cancellationToken));
        }

        var newest = items.OrderByDescending(item => item.Id, StringComparer.Ordinal)
            .ToLookup(item => item is ReplayHead);
        var heads = newest[true].Cast<ReplayHead>();
        var last = heads.Where(head => !head.Refused).DistinctBy(head => (head.Slug, string.Join(',', head.Lanes)));
        return [.. heads.Take(MaxListed).Union(last), .. newest[false].Take(MaxListed)]; // problems hide no replay
    }

    /// <summary>Null for a file that was deleted meanwhile, or whose name is not UTF-8.</summary>
    private static FileVersion? VersionOf(FileSystemInfo entry)
    {
        try
        {
            return new(entry.Name, (entry as FileInfo)?.Length, entry.LastWriteTimeUtc);
        }
        catch (Exception e) when (IsFileError(e))
        {
            return null;
        }
    }

    private FileSystemInfo[] Entries()
    {
        if (!Directory.Exists(folder)) return []; // no race is saved yet
        try
        {
            return [.. new DirectoryInfo(PrivateFolder.Open(folder)).EnumerateFileSystemInfos("*.json")];
        }
        catch (FolderRefusedException)
        {
            return []; // SaveAsync says why
        }
    }

    private static async Task<ReplayListItem> ReadItemAsync(FileSystemInfo entry, CancellationToken cancellationToken)
    {
        var name = Path.GetFileNameWithoutExtension(entry.Name);
        try
        {
            return ReplayHead.Of(await ReadAsync(entry, cancellationToken));
        }
        catch (BadReplayException e)
        {
            return new(name, $"{entry.Name} is not shown: {e.Message}.");
        }
    }

    private static async Task<Replay> ReadAsync(FileSystemInfo entry, CancellationToken cancellationToken)
    {
        if (entry.LinkTarget is not null) throw new BadReplayException("it is a link");
        if (entry is not FileInfo file) throw new BadReplayException("it is a folder");
        var name = Path.GetFileNameWithoutExtension(entry.Name);
        if (!ValidId().IsMatch(name))
            throw new BadReplayException("its name has other characters than 0-9, A-Z, a-z and -");
        try
        {
            if (file.Length == 0) throw new BadReplayException("it is empty"); // a pipe too: to open it would wait
            if (file.Length > ReplayReader.MaxBytes) throw new BadReplayException("it is larger than 32 MB");
            return ReplayReader.Read(name, await File.ReadAllBytesAsync(file.FullName, cancellationToken));
        }
        catch (Exception e) when (IsFileError(e))
        {
            throw new BadReplayException($"it cannot be read: {OneLine(e).TrimEnd('.')}");
        }
    }

    private static bool IsFileError(Exception e)
        => e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;

    private static string OneLine(Exception e) => e.Message.ReplaceLineEndings(" ");

    private static void DeleteDraft(string draft)
    {
        try
        {
            File.Delete(draft);
        }
        catch (Exception e) when (IsFileError(e))
        {
            // What was written stays, under a name that is not listed.
        }
    }

    private string PathOf(string id) => Path.Combine(folder, $"{id}.json");

    [GeneratedRegex("^[0-9A-Za-z-]{1,80}$")]
    private static partial Regex ValidId();

    /// <summary>A file that is written again is read again.</summary>
    private sealed record FileVersion(string Name, long? Length, DateTime Written);
}

/// <summary>The folder that keeps finished races.</summary>
public static class ReplayFolder
{
    /// <summary>PYCONDEMO_REPLAYS, or a folder in the user's local data, or else in the temporary folder.</summary>
    public static string Default => Environment.GetEnvironmentVariable("PYCONDEMO_REPLAYS") is { Length: > 0 } chosen
        ? chosen : Path.Combine(LocalData, "PyConDemo", "replays");

    /// <summary>The temporary folder for a user without local data.</summary>
    public static string LocalData
        => Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData) is { Length: > 0 } local
            ? local : Path.GetTempPath();
}
