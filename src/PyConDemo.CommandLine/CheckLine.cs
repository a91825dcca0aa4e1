namespace PyConDemo.CommandLine;

/// <summary>One thing that a talk or a workshop needs.</summary>
/// <param name="Message">What was found, or what must be done.</param>
public sealed record CheckLine(bool IsOk, string Name, string Message)
{
    public static CheckLine Ok(string name, string message) => new(true, name, message);

    public static CheckLine ToDo(string name, string message) => new(false, name, message);
}
