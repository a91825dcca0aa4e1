namespace PyConDemo.Workshop;

/// <summary>Prints one line after the other, for a log or a terminal that cannot clear its screen.</summary>
/// <param name="keys">Whether the attendee can press keys.</param>
internal sealed class PlainView(WorkshopConsole console, AttendeeProgress progress, bool keys) : IWatchView
{
    public void Started(Exercise exercise, bool continues)
    {
        console.WriteExercise(exercise);
        console.WriteNote("Checking …");
    }

    public void Passed(string step) => console.WritePassed(step);

    public void Ended(Verdict verdict)
    {
        console.WriteVerdict(verdict);
        if (verdict.IsAccepted && !verdict.WasDone) List();
        console.WriteNote("Save a file …Yours.cs, and it is checked. "
            + $"The next exercise is {progress.Current().Slug}. Ctrl-C ends the program.");
        if (keys) console.WriteKeys();
    }

    public void Hint(Exercise exercise, int number) => console.WriteHint(exercise, number);

    public void Solution(Exercise exercise) => console.WriteSolution(exercise);

    public void List() => console.WriteList(progress);

    public void Note(string text) => console.WriteNote(text);

    public void KeyPressed()
    {
        // What was printed stays.
    }

    public void Resized()
    {
        // What was printed stays.
    }
}
