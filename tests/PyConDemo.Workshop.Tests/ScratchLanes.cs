using PyConDemo.Workshop.Exercises;
using PyConDemo.Workshop.Judging;

namespace PyConDemo.Workshop.Tests;

/// <summary>A copy of the six exercises' Bad and Good, with attendee's files that the test writes.</summary>
internal sealed class ScratchLanes : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public ScratchLanes()
    {
        var clone = LaneFiles.OfThisClone;
        foreach (var exercise in ExerciseCatalog.All)
        {
            foreach (var lane in (string[])[LaneFiles.Bad, LaneFiles.Good, LaneFiles.Yours])
                _folder.File($"lanes/{exercise.Name}/{LaneFiles.NameOf(exercise, lane)}", File.ReadAllText(clone.PathOf(exercise, lane)));
        }

        Files = new(Path.Combine(_folder.Path, "lanes"));
    }

    public LaneFiles Files { get; }

    /// <summary>The workshop's own folder.</summary>
    public string Workshop => Path.Combine(_folder.Path, "workshop");

    public AttendeeProgress Progress => new(Workshop);

    public LaneReset Reset => new(Files, Progress, Workshop);

    public static Exercise Exercise(string slug) => ExerciseCatalog.Find(slug);

    public void Write(string slug, string text) => File.WriteAllText(Files.PathOf(Exercise(slug)), text);

    public string Read(string slug) => File.ReadAllText(Files.PathOf(Exercise(slug)));

    public void Delete(string slug) => File.Delete(Files.PathOf(Exercise(slug)));

    public void Dispose() => _folder.Dispose();
}
