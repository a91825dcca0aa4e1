using System.Text.Json;
using PyConDemo.Workshop.Exercises;
using PyConDemo.Workshop.Grading;

namespace PyConDemo.Workshop;

/// <summary>What an attendee has done so far, kept in a file. For one program at a time.</summary>
internal sealed class AttendeeProgress
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private readonly string _file;
    private readonly Dictionary<string, ExerciseState> _states;

    private AttendeeProgress(string file, Dictionary<string, ExerciseState> states) => (_file, _states) = (file, states);

    /// <summary>An empty one where there is no file yet, or one that cannot be read: progress is not worth an error.</summary>
    public static AttendeeProgress Read(string folder)
    {
        var file = Path.Combine(folder, "progress.json");
        try
        {
            return new(file, JsonSerializer.Deserialize<Dictionary<string, ExerciseState>>(File.ReadAllText(file), Format) ?? []);
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
        // Beside it first: a program that is killed while writing leaves the old one.
        File.WriteAllText(_file + ".new", JsonSerializer.Serialize(_states, Format));
        File.Move(_file + ".new", _file, overwrite: true);
    }

    /// <summary>The first exercise that is not done; the first of all when all are.</summary>
    public Exercise Current() => ExerciseCatalog.All.FirstOrDefault(e => !Of(e.Slug).Done) ?? ExerciseCatalog.All[0];

    /// <summary>One exercise's.</summary>
    /// <param name="Hints">Given so far.</param>
    /// <param name="Last">Why it was refused the last time.</param>
    internal sealed record ExerciseState(bool Done, int Hints, string? Last);
}
