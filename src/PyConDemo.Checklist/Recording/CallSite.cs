namespace PyConDemo.Checklist.Recording;

/// <summary>Finds the line of code that sent a statement. It takes most of a millisecond, so it is rare.</summary>
internal static class CallSite
{
    // After opening a connection, a command continues on the thread pool, where the stack does not contain the program.
    // Another execution of the same statement may find it.
    private const int MaxTries = 3;
    private const int MaxShapes = 2_000;
    private static readonly string[] Libraries =
    [
        "System", "Microsoft", "Npgsql", "Dapper", "PyConDemo.Checklist", "Z.Dapper", "linq2db", "xunit", "Castle.Core",
        "DynamicProxyGenAssembly2",
    ];
    private static readonly ConcurrentDictionary<(string Subject, string Shape), (string? Line, int Tries)> Known = [];

    /// <summary>`File.cs:12 in Type.Method`, or null if no line of the program was on the stack.</summary>
    public static string? Find(string subject, string shape)
    {
        var (line, tries) = Known.GetValueOrDefault((subject, shape));
        if (line is not null || tries >= MaxTries || (tries == 0 && Known.Count >= MaxShapes)) return line;
        line = FindOnStack();
        Known[(subject, shape)] = (line, tries + 1);
        return line;
    }

    private static string? FindOnStack()
    {
        foreach (var frame in new StackTrace(skipFrames: 2, fNeedFileInfo: true).GetFrames())
        {
            // Code with a file name was built here. Packages replace the building machine's path by `/_/`.
            if (frame.GetFileName() is not { } file || file.StartsWith("/_", StringComparison.Ordinal)) continue;
            if (DiagnosticMethodInfo.Create(frame) is not { } method) continue;
            if (IsLibrary(method.DeclaringAssemblyName)) continue;
            return $"{Path.GetFileName(file)}:{frame.GetFileLineNumber()} in {Name(method)}";
        }
        return null;
    }

    private static bool IsLibrary(string assembly)
    {
        var name = assembly.Split(',')[0];
        if (Libraries.Contains(name)) return true;
        return !name.EndsWith(".Tests", StringComparison.Ordinal)
            && Libraries.Any(l => name.StartsWith(l + ".", StringComparison.Ordinal));
    }

    // For async methods and lambdas, `Shop+<Orders>d__3.MoveNext` becomes `Shop.Orders`.
    private static string Name(DiagnosticMethodInfo method)
    {
        var type = method.DeclaringTypeName ?? "";
        var owner = type.Split('+')[0].Split('.')[^1];
        var isGenerated = !method.Name.StartsWith('<') && type.Split('+')[^1].StartsWith('<');
        var name = isGenerated ? type.Split('+')[^1] : method.Name;
        return $"{owner}.{(name.StartsWith('<') ? name.TrimStart('<').Split('>')[0] : name)}";
    }
}
