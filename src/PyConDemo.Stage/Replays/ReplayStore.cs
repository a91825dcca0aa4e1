using System.Text.Json;
using System.Text.RegularExpressions;
using PyConDemo.Load.Statistics;

namespace PyConDemo.Stage.Replays;

/// <summary>Replays as files in a folder. Thread-safe; what is no replay is passed over.</summary>
public sealed partial class ReplayStore(string folder)
{
    /// <summary>More would only make the list unreadable.</summary>
    private const int Listed = 60;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, ReplayHead?> _heads = [];

    public string Folder => folder;

    /// <summary>Written beside and moved, so that a reader never sees half a file.</summary>
    public async Task SaveAsync(Replay replay, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var (path, draft) = (PathOf(replay.Id), Path.Combine(folder, $"{replay.Id}.{Guid.NewGuid():N}.part"));
        await using (var file = File.Create(draft))
            await JsonSerializer.SerializeAsync(file, replay, PageJson.Options, cancellationToken);
        File.Move(draft, path, overwrite: true);
    }

    /// <returns>Null when there is none of that name.</returns>
    public async Task<Replay?> FindAsync(string id, CancellationToken cancellationToken)
        => Name().IsMatch(id) && File.Exists(PathOf(id)) ? await ReadAsync(PathOf(id), cancellationToken) : null;

    /// <summary>The newest first.</summary>
    public async Task<IReadOnlyList<ReplayHead>> ListAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder)) return [];
        var found = new List<ReplayHead>();
        foreach (var path in Directory.EnumerateFiles(folder, "*.json").OrderDescending(StringComparer.Ordinal).Take(Listed))
        {
            var id = Path.GetFileNameWithoutExtension(path);
            bool known;
            ReplayHead? head;
            lock (_gate) known = _heads.TryGetValue(id, out head);
            if (!known)
            {
                head = await ReadAsync(path, cancellationToken) is { } replay ? Head(replay) : null;
                lock (_gate) _heads[id] = head;
            }

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
            var isWhole = replay is
            {
                SchemaVersion: Replay.CurrentSchema,
                Race: { Slug: not null, Lanes: not null },
                Events: not null,
            };
            return isWhole ? replay : null;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return null; // somebody else's file, or a newer version's
        }
    }

    private static ReplayHead Head(Replay replay) => new(
        replay.Id, replay.Race.Slug, replay.Race.Title, replay.Race.Symptom, replay.Run.Date, replay.Thorough,
        replay.Race.Verdict, [.. replay.Race.Lanes.Select(l => l.Label)], replay.Race.Claim,
        replay.Race is { Claim: Claim.FirstSlower, Compared.Ratio: var ratio } ? ratio : null, replay.Race.Refused is not null);

    private string PathOf(string id) => Path.Combine(folder, $"{id}.json");

    [GeneratedRegex("^[0-9A-Za-z-]{1,80}$")]
    private static partial Regex Name();
}
