using PyConDemo.Workshop.Exercises;

namespace PyConDemo.Workshop.Tests;

public sealed class LaneFileWatcherTests : IDisposable
{
    private readonly ScratchLanes _lanes = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Files_saved_at_once_come_in_the_documents_order()
    {
        var paths = ExerciseCatalog.All.Reverse().Select(exercise => _lanes.Files.PathOf(exercise)).ToHashSet();
        Assert.Equal(ExerciseCatalog.All, LaneFileChanges.Of(paths, _lanes.Files).Lanes);
    }

    [Fact]
    public async Task Each_saved_lane_is_reported()
        => Assert.Equal(
            ["n-plus-one", "row-locking"],
            (await SeenAsync(() =>
            {
                _lanes.Write("row-locking", "saved");
                _lanes.Write("n-plus-one", "saved");
            })).Lanes);

    [Fact]
    public async Task A_deleted_lane_is_reported()
        => Assert.Equal(["n-plus-one"], (await SeenAsync(() => _lanes.Delete("n-plus-one"))).Lanes);

    [Fact]
    public async Task A_lane_renamed_to_a_backup_is_reported()
        => Assert.Equal(["n-plus-one"], (await SeenAsync(() => File.Move(Yours, Yours + "~"))).Lanes);

    [Fact]
    public async Task A_new_file_renamed_to_the_lane_is_reported()
        => Assert.Equal(
            ["n-plus-one"],
            (await SeenAsync(() =>
            {
                File.WriteAllText(Yours + ".tmp", "saved");
                File.Move(Yours + ".tmp", Yours, overwrite: true);
            })).Lanes);

    [Fact]
    public async Task Other_files_of_an_exercise_are_named()
    {
        var seen = await SeenAsync(() =>
        {
            Directory.CreateDirectory(Path.Combine(Folder, "Support"));
            File.AppendAllText(Path.Combine(Folder, "NPlusOneBad.cs"), "\n");
        });
        Assert.Equal(["NPlusOneBad.cs"], seen.Others);
        Assert.Empty(seen.Lanes);
    }

    [Fact]
    public async Task Temporary_files_of_editors_are_not_reported()
    {
        var seen = await SeenAsync(() =>
        {
            File.CreateSymbolicLink(Path.Combine(Folder, ".#NPlusOneYours.cs"), "me@host.1234:5678"); // dangling, as Emacs'
            foreach (var name in (string[])["#NPlusOneYours.cs#", "NPlusOneYours.cs~", "4913", ".NPlusOneYours.cs.swp", ".NPlusOneYours.cs"])
                File.WriteAllText(Path.Combine(Folder, name), "temporary");
            File.Delete(Path.Combine(Folder, ".#NPlusOneYours.cs"));
        });
        Assert.Empty(seen.Lanes);
        Assert.Empty(seen.Others);
    }

    private string Yours => _lanes.Files.PathOf(ScratchLanes.Exercise("n-plus-one"));

    private string Folder => Path.GetDirectoryName(Yours)!;

    /// <summary>Returns all that is reported about what the action does: what comes before a last save.</summary>
    private async Task<(IReadOnlyList<string> Lanes, IReadOnlyList<string> Others)> SeenAsync(Action action)
    {
        const string Last = "long-requests";
        var (lanes, others) = (new List<string>(), new List<string>());
        using var watcher = new LaneFileWatcher(_lanes.Files);
        action();
        _lanes.Write(Last, "saved");
        await foreach (var changes in watcher.ReadAsync(Cancel))
        {
            lanes.AddRange(changes.Lanes.Select(exercise => exercise.Slug));
            others.AddRange(changes.Others.Select(other => other.Name));
            if (lanes.Remove(Last)) break;
        }

        return (lanes.Distinct().Order(StringComparer.Ordinal).ToList(), others);
    }

    public void Dispose() => _lanes.Dispose();
}
