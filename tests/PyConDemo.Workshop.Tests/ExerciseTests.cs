using PyConDemo.ApiClient;
using PyConDemo.CommandLine;
using PyConDemo.Workshop.Exercises;

namespace PyConDemo.Workshop.Tests;

/// <summary>Tests what an exercise shows before it is checked.</summary>
public class ExerciseTests
{
    public static TheoryData<string> Slugs => [.. ExerciseCatalog.All.Select(exercise => exercise.Slug)];

    [Theory, MemberData(nameof(Slugs))]
    public void The_goal_is_what_the_file_says(string slug)
    {
        var exercise = ExerciseCatalog.Find(slug);
        var file = Path.Combine(ApiProcess.Folder, "AntiPatterns", exercise.Name, $"{exercise.Name}Yours.cs");
        Assert.Contains(
            $"// YOUR TURN: {exercise.Goal}\n", File.ReadAllText(file).ReplaceLineEndings("\n"),
            StringComparison.Ordinal);
        Assert.True(exercise.Hints.Count >= 3, "hints, one at a time");
    }

    [Fact]
    public void A_misspelt_exercise_is_told_what_may_have_been_meant()
        => Assert.Contains(
            "n-plus-one", Assert.Throws<InvalidInputException>(() => ExerciseCatalog.Find("n-plus-on")).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("n-plus-on")]
    [InlineData("--fast")]
    public async Task A_wrong_command_line_has_its_exit_code(string argument)
        => Assert.Equal((int)ExitCode.Usage, await WorkshopCommandLine.RunAsync([argument]));
}
