namespace PyConDemo.Stage.Checking;

/// <summary>One thing that a talk needs.</summary>
/// <param name="Name">In a word or two.</param>
/// <param name="Message">What was found, or what to do.</param>
public sealed record CheckLine(bool IsOk, string Name, string Message)
{
    public static CheckLine Ok(string what, string says) => new(true, what, says);

    public static CheckLine ToDo(string what, string says) => new(false, what, says);
}
