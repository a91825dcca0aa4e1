using System.Diagnostics;

namespace PyConDemo.Checklist.Recording;

/// <summary>The checklist runs inside the program's commands and requests: an error of its own must not become theirs.</summary>
internal static class Guarded
{
    public static void Run(Action look)
    {
        try
        {
            look();
        }
        catch (Exception error)
        {
            Debug.Fail(error.ToString()); // a debug build, such as our tests', should see it
        }
    }
}
