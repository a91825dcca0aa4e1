namespace PyConDemo.Workshop;

/// <summary>What the attendee sees while the program watches the files.</summary>
internal interface IWatchView
{
    /// <summary>A check starts.</summary>
    /// <param name="continues">Whether the check before belongs to the same saves, so that its verdict still
    /// counts.</param>
    void Started(Exercise exercise, bool continues);

    void Passed(string step);

    void Ended(Verdict verdict);

    void Hint(Exercise exercise, int number);

    void Solution(Exercise exercise);

    void List();

    /// <summary>Says one thing, such as that a saved file is not checked.</summary>
    void Note(string text);

    /// <summary>The attendee pressed a key, so the notes and the page before were read.</summary>
    void KeyPressed();

    /// <summary>The terminal's window has another size.</summary>
    void Resized();
}
