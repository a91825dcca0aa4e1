using PyConDemo.Workshop.Exercises;

namespace PyConDemo.Workshop;

/// <summary>The files of the lanes, in one folder per anti-pattern.</summary>
/// <param name="folder">The folder around the anti-patterns' folders.</param>
internal sealed class LaneFiles(string folder)
{
    public const string Bad = "Bad", Good = "Good", Yours = "Yours";

    /// <summary>The files that this program was built with.</summary>
    public static LaneFiles OfThisClone => new(Path.Combine(ApiProcess.Folder, "AntiPatterns"));

    public string Folder => folder;

    /// <summary>NPlusOneYours.cs, for instance.</summary>
    public static string NameOf(Exercise exercise, string lane = Yours) => $"{exercise.Name}{lane}.cs";

    public string PathOf(Exercise exercise, string lane = Yours)
        => Path.Combine(folder, exercise.Name, NameOf(exercise, lane));

    /// <summary>The path as a person in this terminal would type it.</summary>
    public string ShownPathOf(Exercise exercise) => Relative(PathOf(exercise));

    public static string Relative(string file) => Path.GetRelativePath(Directory.GetCurrentDirectory(), file);

    public bool Exists(Exercise exercise) => File.Exists(PathOf(exercise));

    /// <summary>Returns what tells one save of the attendee's file from the next: the same text saved again counts as
    /// another version. Null if the file is gone, or if an editor is just replacing it.</summary>
    public LaneVersion? VersionOf(Exercise exercise)
    {
        try
        {
            var file = PathOf(exercise);
            return new(File.ReadAllText(file), File.GetLastWriteTimeUtc(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The exercise in whose folder a C# file is. Null for every other file, such as those that editors put
    /// next to the file they edit: <c>.#NPlusOneYours.cs</c>, <c>#NPlusOneYours.cs#</c>, <c>4913</c>.</summary>
    public Exercise? ExerciseOf(string path)
    {
        var name = Path.GetFileName(path);
        if (!name.EndsWith(".cs", StringComparison.Ordinal) || name[0] is '.' or '#') return null;
        var parts = Path.GetRelativePath(folder, path).Split(Path.DirectorySeparatorChar);
        return parts.Length < 2 ? null : ExerciseCatalog.All.FirstOrDefault(exercise => exercise.Name == parts[0]);
    }
}

/// <summary>The attendee's file as it was saved once.</summary>
internal sealed record LaneVersion(string Text, DateTime SavedAt);
