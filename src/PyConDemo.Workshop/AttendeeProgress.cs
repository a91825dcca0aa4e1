using PyConDemo.Workshop.Exercises;

namespace PyConDemo.Workshop;

/// <summary>An attendee's progress, kept in a file. Only one program at a time may use it.</summary>
internal sealed class AttendeeProgress
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private readonly string _file;
    private readonly Dictionary<string, ExerciseState> _states;

    private AttendeeProgress(string file, Dictionary<string, ExerciseState> states)
        => (_file, _states) = (file, states);

    /// <summary>Reads the progress. It is empty when the file is missing or damaged.</summary>
    public static AttendeeProgress Read(string folder)
    {
        var file = Path.Combine(folder, "progress.json");
        try
        {
            var json = File.ReadAllText(file);
            return new(file, JsonSerializer.Deserialize<Dictionary<string, ExerciseState>>(json, Format) ?? []);
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return new(file, []);
        }
    }

    public ExerciseState Of(string slug) => _states.GetValueOrDefault(slug) ?? new(false, 0, null);

    public void Set(string slug, ExerciseState state)
    {
        _states[slug] = state;
        Directory.CreateDirectory(Path.GetDirectoryName(_file)!);
        // A program that is killed while it writes leaves the old file.
        File.WriteAllText(_file + ".new", JsonSerializer.Serialize(_states, Format));
        File.Move(_file + ".new", _file, overwrite: true);
    }

    /// <summary>The first exercise that is not done, or the first of all when all are done.</summary>
    public Exercise Current() => ExerciseCatalog.All.FirstOrDefault(e => !Of(e.Slug).Done) ?? ExerciseCatalog.All[0];

    /// <summary>The state of one exercise.</summary>
    /// <param name="Hints">The number of hints given so far.</param>
    /// <param name="Last">The message of the last refusal.</param>
    internal sealed record ExerciseState(bool Done, int Hints, string? Last);
}
