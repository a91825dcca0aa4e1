namespace PyConDemo.Api.Tests.Support;

/// <summary>
/// The object store of this test process, and not the user's. All programs that it starts share it: objects are named
/// by their content, so only the first program has to wait for the disk.
/// </summary>
public static class TestObjects
{
    private static readonly ScratchFolder Scratch = new();

    static TestObjects() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Scratch.Dispose();

    public static string Folder => Scratch.Path;
}
