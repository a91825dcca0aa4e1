namespace PyConDemo.Workshop;

/// <summary>Fills the screen: what failed comes first, then the passed steps, the progress, and the keys.</summary>
internal sealed class ScreenView(WorkshopConsole console, AttendeeProgress progress) : IWatchView
{
    private const int MaxNotes = 3;
    private readonly List<string> _passed = [], _notes = [];
    private readonly List<Verdict> _earlier = []; // of the same saves
    private Exercise? _exercise;
    private Verdict? _verdict;
    private int _hint;
    private Action? _page;

    public void Started(Exercise exercise, bool continues)
    {
        if (!continues) _earlier.Clear();
        else if (_verdict is not null) _earlier.Add(_verdict);
        if (exercise != _exercise) _hint = 0;
        (_exercise, _verdict, _page) = (exercise, null, null);
        _passed.Clear();
        Draw();
    }

    public void Passed(string step)
    {
        _passed.Add(step);
        if (_page is null) Draw();
    }

    public void Ended(Verdict verdict)
    {
        (_verdict, _page) = (verdict, null);
        Draw();
    }

    public void Hint(Exercise exercise, int number)
    {
        _hint = number;
        Draw();
    }

    public void Solution(Exercise exercise) => ShowPage(() => console.WriteSolution(exercise));

    public void List() => ShowPage(() => console.WriteList(progress));

    public void Note(string text)
    {
        _notes.Remove(text);
        _notes.Add(text);
        if (_notes.Count > MaxNotes) _notes.RemoveAt(0);
        Draw();
    }

    public void KeyPressed()
    {
        _notes.Clear();
        _page = null;
        Draw();
    }

    public void Resized() => Draw();

    private void ShowPage(Action page)
    {
        _page = page;
        Draw();
    }

    private void Draw()
    {
        console.Clear();
        if (_page is not null) _page();
        else DrawCheck();
        console.WriteEmptyLine();
        foreach (var note in _notes) console.WriteNote(note);
        console.WriteProgressBar(progress, _exercise);
        console.WriteKeys();
    }

    private void DrawCheck()
    {
        if (_exercise is null) return;
        console.WriteExercise(_exercise);
        if (_verdict is null) console.WriteNote("Checking …");
        else console.WriteVerdict(_verdict);
        foreach (var step in _passed) console.WritePassed(step);
        foreach (var verdict in _earlier) console.WriteShort(verdict);
        if (_hint == 0) return;
        console.WriteEmptyLine();
        console.WriteHint(_exercise, _hint);
    }
}
