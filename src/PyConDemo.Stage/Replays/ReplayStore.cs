using System.Collections.Concurrent;

namespace PyConDemo.Stage.Replays;

/// <summary>Keeps replays as files in a folder and ignores all other files there. Thread-safe.</summary>
public sealed partial class ReplayStore(string folder)
{
    /// <summary>A longer list would be unreadable.</summary>
    private const int MaxListed = 60;

    private readonly ConcurrentDictionary<string, ReplayHead?> _heads = new();

    public string Folder => folder;

    /// <summary>Saves a replay and renames the file at the end, so that a reader never sees half of it.</summary>
    public async Task SaveAsync(Replay replay, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var draft = Path.Combine(folder, $"{replay.Id}.{Guid.NewGuid():N}.part");
        await using (var file = File.Create(draft))
            await JsonSerializer.SerializeAsync(file, replay, PageJson.Options, cancellationToken);
        File.Move(draft, PathOf(replay.Id), overwrite: true);
    }

    /// <returns>Null when there is no replay of that name.</returns>
    public async Task<Replay?> FindAsync(string id, CancellationToken cancellationToken)
        => ValidId().IsMatch(id) && File.Exists(PathOf(id)) ? await ReadAsync(PathOf(id), cancellationToken) : null;

    /// <summary>Lists the newest replays first.</summary>
    public async Task<IReadOnlyList<ReplayHead>> ListAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder)) return [];
        var found = new List<ReplayHead>();
        var newest = Directory.EnumerateFiles(folder, "*.json").OrderDescending(StringComparer.Ordinal).Take(MaxListed);
        foreach (var path in newest)
        {
            var id = Path.GetFileNameWithoutExtension(path);
            if (!_heads.TryGetValue(id, out var head))
                _heads[id] = head = await ReadAsync(path, cancellationToken) is { } replay ? Head(replay) : null;
            if (head is not null) found.Add(head);
        }

        return found;
    }

    private static async Task<Replay?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = File.OpenRead(path);
            var replay = await JsonSerializer.DeserializeAsync<Replay>(file, PageJson.Options, cancellationToken);
            var isComplete = replay is { Run: not null, Race: { Slug: not null, Lanes: { } lanes }, Events: not null }
                && !lanes.Contains(null!);
            return isComplete && replay!.SchemaVersion == Replay.CurrentSchema ? replay : null;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return null; // another program's file, or a newer version's
        }
    }

    private static ReplayHead Head(Replay replay) => new(
        replay.Id, replay.Race.Slug, replay.Race.Title, replay.Race.Symptom, replay.Run.Date, replay.Thorough,
        replay.Race.Verdict, [.. replay.Race.Lanes.Select(l => l.Label)], replay.Race.Claim,
        replay.Race is { Claim: Claim.FirstSlower, Compared.Ratio: var ratio } ? ratio : null,
        replay.Race.Refused is not null);

    private string PathOf(string id) => Path.Combine(folder, $"{id}.json");

    [GeneratedRegex("^[0-9A-Za-z-]{1,80}$")]
    private static partial Regex ValidId();
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
