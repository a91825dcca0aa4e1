namespace PyConDemo.ApiClient;

/// <summary>What stops the stage in one line that a person can act on. Never shown with a stack trace.</summary>
public class StageException(ExitCode code, string message, Exception? inner = null) : Exception(message, inner)
{
    public ExitCode Code { get; } = code;
}
