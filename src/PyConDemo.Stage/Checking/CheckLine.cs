namespace PyConDemo.Stage.Checking;

/// <summary>One thing that a talk needs.</summary>
/// <param name="What">In a word or two.</param>
/// <param name="Says">What was found, or what to do.</param>
public sealed record CheckLine(bool IsGreen, string What, string Says)
{
    public static CheckLine Green(string what, string says) => new(true, what, says);

    public static CheckLine ToDo(string what, string says) => new(false, what, says);
}
