using PyConDemo.Workshop.Exercises;

namespace PyConDemo.Workshop;

/// <summary>An attendee's progress, kept in a file. Several programs may change it at the same time.</summary>
internal sealed class AttendeeProgress(string folder)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private static readonly ExerciseState Untouched = new(Done: false, Hints: 0, Last: null);
    private static readonly TimeSpan LockInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>Ten seconds of tries. A program holds the lock only while it reads and writes one small file.</summary>
    private const int LockTries = 500;

    private readonly string _file = Path.Combine(folder, "progress.json");

    /// <summary>The state as the file has it now. It is untouched when the file is missing or damaged.</summary>
    public ExerciseState Of(string slug) => Read().GetValueOrDefault(slug) ?? Untouched;

    /// <summary>The slugs of the exercises that are done.</summary>
    public IReadOnlyList<string> Done
    {
        get
        {
            var states = Read();
            return [.. ExerciseCatalog.All.Select(exercise => exercise.Slug)
                .Where(slug => states.GetValueOrDefault(slug) is { Done: true })];
        }
    }

    /// <summary>Changes one exercise's state. The file is read again before, so that no other change is lost.</summary>
    /// <returns>The new state.</returns>
    /// <exception cref="IOException">Another program holds the lock, or the file cannot be written.</exception>
    public async Task<ExerciseState> ChangeAsync(
        string slug, Func<ExerciseState, ExerciseState> change, CancellationToken cancellationToken = default)
    {
        Directory.CreateDirectory(folder);
        await using var exclusive = await LockAsync(cancellationToken);
        var states = Read();
        var state = states[slug] = change(states.GetValueOrDefault(slug) ?? Untouched);
        // A program that is killed while it writes leaves the old file.
        await File.WriteAllTextAsync(_file + ".new", JsonSerializer.Serialize(states, Format), cancellationToken);
        File.Move(_file + ".new", _file, overwrite: true);
        return state;
    }

    /// <summary>Counts one hint more, up to the exercise's last one.</summary>
    /// <returns>The new state. Its hints are the number of the hint to show.</returns>
    public Task<ExerciseState> GiveHintAsync(Exercise exercise, CancellationToken cancellationToken) => ChangeAsync(
        exercise.Slug, state => state with { Hints = Math.Min(state.Hints + 1, exercise.Hints.Count) },
        cancellationToken);

    /// <summary>Clears ✔, the hints and the last refusal.</summary>
    public Task ClearAsync(string slug, CancellationToken cancellationToken)
        => ChangeAsync(slug, _ => Untouched, cancellationToken);

    /// <summary>The first exercise that is not done, or the first of all when all are done.</summary>
    public Exercise Current() => Next(after: null) ?? ExerciseCatalog.All[0];

    /// <summary>The first exercise after this one that is not done. After the last one comes the first one. Null when
    /// all are done.</summary>
    public Exercise? Next(Exercise? after)
    {
        var states = Read();
        var start = after is null ? 0 : ExerciseCatalog.All.Index().Single(e => e.Item == after).Index + 1;
        return ExerciseCatalog.All.Skip(start).Concat(ExerciseCatalog.All.Take(start))
            .FirstOrDefault(exercise => states.GetValueOrDefault(exercise.Slug) is not { Done: true });
    }

    private Dictionary<string, ExerciseState> Read()
    {
        try
        {
            // Another program may replace the file meanwhile; on Windows only if this one shares its deletion.
            const FileShare Share = FileShare.ReadWrite | FileShare.Delete;
            using var json = new FileStream(_file, FileMode.Open, FileAccess.Read, Share);
            return JsonSerializer.Deserialize<Dictionary<string, ExerciseState>>(json, Format) ?? [];
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return [];
        }
    }

    private async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        // The file stays: if it were deleted, a third program could create and lock it while the second waits for it.
        var file = Path.Combine(folder, "progress.lock");
        for (var tries = 1; ; tries++)
        {
            try
            {
                return new(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (tries < LockTries)
            {
                await Task.Delay(LockInterval, cancellationToken);
            }
        }
    }

    /// <summary>The state of one exercise.</summary>
    /// <param name="Done">Stays true until the exercise is reset.</param>
    /// <param name="Hints">The number of hints given so far.</param>
    /// <param name="Last">The message of the last refusal.</param>
    internal sealed record ExerciseState(bool Done, int Hints, string? Last);
}
