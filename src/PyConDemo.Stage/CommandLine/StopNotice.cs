namespace PyConDemo.Stage.CommandLine;

/// <summary>Answers Ctrl-C at once, because the API and its PostgreSQL take some seconds to end.</summary>
internal static class StopNotice
{
    public const string Text = "Stopping …";

    /// <summary>Prints the notice when the token is cancelled, until the result is disposed.</summary>
    public static CancellationTokenRegistration On(CancellationToken cancellationToken)
        => cancellationToken.Register(Write);

    public static void Write() => Console.Error.WriteLine(Text);
}
