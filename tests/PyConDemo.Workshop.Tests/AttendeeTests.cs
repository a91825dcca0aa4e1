using PyConDemo.ApiClient;
using PyConDemo.Workshop.Exercises;
using PyConDemo.Workshop.Grading;

namespace PyConDemo.Workshop.Tests;

/// <summary>Follows an attendee on a copy of the sources, with a real build, start and check.</summary>
public sealed class AttendeeTests : IDisposable
{
    private const string Slug = "n-plus-one", Yours = "AntiPatterns/NPlusOne/NPlusOneYours.cs";
    private readonly ScratchFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Project => Path.Combine(_folder.Path, "src", "PyConDemo.Api");

    [Fact]
    public async Task From_shipped_by_a_slip_to_done()
    {
        Copy(Path.GetFullPath(Path.Combine(ApiProcess.Folder, "..", "..")), _folder.Path);
        var build = new ApiBuild(Project, Path.Combine(_folder.Path, "build"));
        var yours = Path.Combine(Project, Yours);
        var shipped = await File.ReadAllTextAsync(yours, Cancel);

        // CheckerTests check the shipped code, too, but not after a build of its own.
        if (TestSize.IsFull) Assert.Equal("commands", (await CheckAsync(build)).Refused?.Why.Reason);

        await File.WriteAllTextAsync(
            yours,
            shipped.Replace(".AsNoTracking()", ".AsNoTracking().Include(post => post.Autor)", StringComparison.Ordinal),
            Cancel);
        var error = Assert.Single(await build.RunAsync(Cancel));
        Assert.Equal(yours, error.File);
        Assert.Contains(
            "post.Autor", (await File.ReadAllLinesAsync(yours, Cancel))[error.Line - 1], StringComparison.Ordinal);
        Assert.StartsWith("CS1061", error.Message, StringComparison.Ordinal);

        var good = await File.ReadAllTextAsync(Path.Combine(Project, "AntiPatterns/NPlusOne/NPlusOneGood.cs"), Cancel);
        await File.WriteAllTextAsync(
            yours, good.Replace("NPlusOneGood", "NPlusOneYours", StringComparison.Ordinal), Cancel);
        var result = await CheckAsync(build);
        Assert.True(result.IsAccepted, result.Refused?.Why.Message);
    }

    private async Task<CheckResult> CheckAsync(ApiBuild build)
    {
        Assert.Empty(await build.RunAsync(Cancel));
        await using var session = await GradingSession.OpenAsync(
            build.Program, _folder.Settings(), TestContext.Current.SendDiagnosticMessage, Cancel);
        return await Checker.CheckAsync(ExerciseCatalog.Find(Slug), session.Apis(), null, Cancel);
    }

    /// <summary>Copies what a build of the API needs: its sources, the seed, and the build's settings.</summary>
    private static void Copy(string from, string to)
    {
        string[] parts =
        [
            "seed", "src/PyConDemo.Api", "src/PyConDemo.Checklist", "src/PyConDemo.Folders", "src/PyConDemo.Postgres",
            "src/PyConDemo.WebServer",
        ];
        var files = parts.SelectMany(
            part => Directory.EnumerateFiles(Path.Combine(from, part), "*", SearchOption.AllDirectories));
        foreach (var file in Directory.EnumerateFiles(from).Concat(files))
        {
            var name = Path.GetRelativePath(from, file);
            if (name.Split(Path.DirectorySeparatorChar).Intersect(["bin", "obj"]).Any()) continue;
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(to, name))!);
            File.Copy(file, Path.Combine(to, name));
        }
    }

    public void Dispose() => _folder.Dispose();
}
