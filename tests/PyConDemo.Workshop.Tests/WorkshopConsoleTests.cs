using PyConDemo.Workshop.Exercises;
using PyConDemo.Workshop.Judging;
using Spectre.Console;

namespace PyConDemo.Workshop.Tests;

/// <summary>Tests the texts that an attendee reads.</summary>
public sealed class WorkshopConsoleTests : IDisposable
{
    private static readonly Exercise First = ExerciseCatalog.All[0];
    private readonly ScratchLanes _lanes = new();
    private readonly StringWriter _text = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string[] Lines => _text.ToString().Split('\n', StringSplitOptions.TrimEntries);

    [Fact]
    public async Task The_list_says_what_is_done_and_what_to_try_next()
    {
        var progress = _lanes.Progress;
        await progress.ChangeAsync("long-requests", _ => new(Done: true, Hints: 0, Last: null), Cancel);
        await progress.ChangeAsync(
            "n-plus-one", _ => new(Done: false, Hints: 1, Last: "Same answer, but [101] commands."), Cancel);
        Console().WriteList(progress);
        Assert.Matches(@"^✘ +n-plus-one +Same answer, but \[101\] commands\.$", Lines[0]); // the easy ones come first
        Assert.Matches("^○ +offset-pagination +Page 10,001 reads", Lines[1]);
        Assert.Matches("^✔ +long-requests +done$", Lines[5]);
    }

    [Fact]
    public async Task Hints_come_one_at_a_time_and_are_counted()
    {
        for (var i = 0; i < First.Hints.Count + 1; i++)
        {
            await new WorkshopSession(_lanes.Workshop, Console(), _lanes.Files, new FakeJudge(_lanes))
                .WriteHintAsync(First, Cancel);
        }

        var text = _text.ToString().ReplaceLineEndings(" ");
        Assert.Contains("hint 1 of 4", text, StringComparison.Ordinal);
        Assert.Equal(3, text.Split("hint 4 of 4").Length); // the last hint is repeated
        Assert.Contains("--solution", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_solution_is_the_way_to_Good()
    {
        Console().WriteSolution(First);
        Assert.Contains("+             .Include(post => post.Author)", _text.ToString(), StringComparison.Ordinal);
        Assert.Contains("- public static class NPlusOneYours", _text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_solution_shows_what_goes_before_what_comes_with_lines_around()
    {
        Solution("a\nb\nc\nd\nold 1\nold 2\ne\nf\ng\nh\ni\n", "a\nb\nc\nd\nnew 1\nnew 2\nnew 3\ne\nf\ng\nh\ni\n");
        Assert.Equal(
            [
                "⋮", "b", "c", "d", "- old 1", "- old 2", "+ new 1", "+ new 2", "+ new 3", "e", "f", "g", "⋮",
            ],
            Lines[1..].Where(line => line.Length > 0));
    }

    [Fact]
    public void A_long_line_of_the_solution_is_cut_and_not_wrapped()
    {
        Solution($"{new string('a', 120)}\nend\n", $"{new string('b', 78)}\nend\n", width: 80);
        Assert.Equal($"- {new string('a', 77)}…", Lines[1]);
        Assert.Equal($"+ {new string('b', 78)}", Lines[2]);
        Assert.Equal("end", Lines[3]);
    }

    [Fact]
    public void An_accepted_lane_is_compared_with_Good_and_the_next_step()
    {
        var result = new CheckResult(First.Slug, [], null)
        {
            Costs = [new("commands", 2, 1, 1), new("rows read", 1_200, 100, null)],
        };
        Console().WriteVerdict(new Verdict.Judged(First, WasDone: false, result));
        Assert.Matches("^n-plus-one is done", Lines[0].Replace("✔ ", "", StringComparison.Ordinal));
        Assert.Contains(Lines, line => Cells(line) is ["what", "yours", "good", "next step"]);
        Assert.Contains(Lines, line => Cells(line) is ["commands", "2", "1", "1"]);
        Assert.Contains(Lines, line => Cells(line) is ["rows read", "1,200", "100", "–"]);
    }

    [Fact]
    public void An_accepted_lane_shows_which_stretch_goals_it_reaches()
    {
        var result = new CheckResult(First.Slug, [], null)
        {
            Goals = [new(1, "no other column", IsReached: true), new(3, "no [join]", IsReached: false)],
        };
        Console().WriteVerdict(new Verdict.Judged(First, WasDone: false, result));
        Assert.Contains("✔ 1. no other column", Lines);
        Assert.Contains("○ 3. no [join]", Lines);
    }

    [Fact]
    public void Without_costs_there_is_no_table()
    {
        Console().WriteVerdict(new Verdict.Judged(First, WasDone: false, new(First.Slug, [], null)));
        Assert.DoesNotContain(Lines, line => Cells(line) is ["what", ..]);
    }

    [Fact]
    public void A_refused_experiment_says_that_the_exercise_is_still_done()
    {
        var refused = new CheckResult(First.Slug, [], ("few commands", new("commands", "It takes 101.")));
        Console().WriteVerdict(new Verdict.Judged(First, WasDone: true, refused));
        Assert.Equal(
            ["n-plus-one is still ✔; this version is refused:", "✘ few commands", "It takes 101.", ""], Lines);
    }

    [Fact]
    public async Task The_screen_shows_the_evidence_the_steps_the_progress_and_the_keys()
    {
        await _lanes.Progress.ChangeAsync("offset-pagination", state => state with { Done = true }, Cancel);
        var view = new ScreenView(Console(), _lanes.Progress);
        view.Started(First, continues: false);
        view.Passed("same answer");
        _text.GetStringBuilder().Clear();
        view.Ended(new Verdict.NotCompiled(First, WasDone: false, [new("/lanes/A.cs", 7, "CS1002: ; expected")]));
        string[] parts =
        [
            "A.cs:7: CS1002: ; expected", "✔ same answer", "▒▒▒▒▒▒▒▒ ████████ ░░░░░░░░", "h hint · s solution",
        ];
        var at = parts.Select(
            part => Array.FindIndex(Lines, line => line.Contains(part, StringComparison.Ordinal))).ToArray();
        Assert.DoesNotContain(-1, at);
        Assert.Equal(at.Order(), at);
        Assert.Contains("1 of 6", _text.ToString(), StringComparison.Ordinal);
        Assert.Matches("^h hint .* q quit$", Lines[^2]);
    }

    [Fact]
    public void Another_size_of_the_terminal_draws_the_whole_screen_again()
    {
        var view = new ScreenView(Console(), _lanes.Progress);
        view.Started(First, continues: false);
        view.Passed("same answer");
        view.Note("a note");
        _text.GetStringBuilder().Clear();
        view.Resized();
        Assert.All(
            ["n-plus-one  ", "✔ same answer", "a note", "0 of 6", "h hint"],
            part => Assert.Contains(part, _text.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void The_screen_keeps_the_verdicts_of_the_same_saves()
    {
        var (view, second) = (new ScreenView(Console(), _lanes.Progress), ExerciseCatalog.All[1]);
        view.Started(First, continues: false);
        view.Ended(new Verdict.FileGone(First, WasDone: false));
        view.Started(second, continues: true);
        Assert.Contains("n-plus-one NPlusOneYours.cs is gone.", Last(), StringComparison.Ordinal);
        view.Started(second, continues: false);
        Assert.DoesNotContain("is gone", Last(), StringComparison.Ordinal);

        string Last()
        {
            var text = _text.ToString();
            _text.GetStringBuilder().Clear();
            return text[text.LastIndexOf("offset-pagination  ", StringComparison.Ordinal)..];
        }
    }

    private static string[] Cells(string line) => line.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private void Solution(string yours, string good, int width = 120)
    {
        _lanes.Write(First.Slug, yours);
        File.WriteAllText(_lanes.Files.PathOf(First, LaneFiles.Good), good);
        Console(width).WriteSolution(First);
    }

    private WorkshopConsole Console(int width = 120)
    {
        var console = AnsiConsole.Create(new()
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(_text),
        });
        console.Profile.Width = width;
        return new(console, _lanes.Files);
    }

    public void Dispose() => _lanes.Dispose();
}
