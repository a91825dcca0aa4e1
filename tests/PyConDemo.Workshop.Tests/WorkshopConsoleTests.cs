using PyConDemo.Workshop.Exercises;
using Spectre.Console;

namespace PyConDemo.Workshop.Tests;

/// <summary>Tests the texts that an attendee reads.</summary>
public sealed class WorkshopConsoleTests : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly StringWriter _text = new();

    private WorkshopConsole Console
    {
        get
        {
            var console = AnsiConsole.Create(new()
            {
                Ansi = AnsiSupport.No,
                ColorSystem = ColorSystemSupport.NoColors,
                Out = new AnsiConsoleOutput(_text),
            });
            console.Profile.Width = 120;
            return new(console);
        }
    }

    [Fact]
    public void The_list_says_what_is_done_and_what_to_try_next()
    {
        var progress = AttendeeProgress.Read(_folder.Path);
        progress.Set("long-requests", new(Done: true, Hints: 0, Last: null));
        progress.Set("n-plus-one", new(Done: false, Hints: 1, Last: "Same answer, but [101] commands."));
        Console.WriteList(progress);
        var lines = _text.ToString().Split('\n', StringSplitOptions.TrimEntries);
        Assert.Matches(@"^✘ +n-plus-one +Same answer, but \[101\] commands\.$", lines[0]); // the easy ones come first
        Assert.Matches("^○ +offset-pagination +Page 10,001 reads", lines[1]);
        Assert.Matches("^✔ +long-requests +done$", lines[5]);
    }

    [Fact]
    public void Hints_come_one_at_a_time_and_are_counted()
    {
        var exercise = ExerciseCatalog.Find("n-plus-one");
        for (var i = 0; i < exercise.Hints.Count + 1; i++)
            new WorkshopSession(_folder.Path, Console, verbose: false).WriteHint(exercise);
        var text = _text.ToString().ReplaceLineEndings(" ");
        Assert.Contains("hint 1 of 4", text, StringComparison.Ordinal);
        Assert.Equal(3, text.Split("hint 4 of 4").Length); // the last hint is repeated
        Assert.Contains("--solution", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_solution_is_the_way_to_Good()
    {
        Console.WriteSolution(ExerciseCatalog.Find("n-plus-one"));
        Assert.Contains("+             .Include(post => post.Author)", _text.ToString(), StringComparison.Ordinal);
        Assert.Contains("- public static class NPlusOneYours", _text.ToString(), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
