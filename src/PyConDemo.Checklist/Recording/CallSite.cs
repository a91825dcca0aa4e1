using System.Collections.Concurrent;
using System.Diagnostics;

namespace PyConDemo.Checklist.Recording;

/// <summary>The program's own line that sent a statement. A look at the stack costs most of a millisecond, so it is rare.</summary>
internal static class CallSite
{
    // A command whose connection was opened just before resumes on the pool, and its stack shows nobody: another may show more.
    private const int MaxTries = 3;
    private const int MaxShapes = 2_000;
    private static readonly string[] NotTheProgram =
        ["System", "Microsoft", "Npgsql", "Dapper", "PyConDemo.Checklist", "Z.Dapper", "linq2db", "xunit", "Castle.Core", "DynamicProxyGenAssembly2"];
    private static readonly ConcurrentDictionary<(string Place, string Shape), (string? Line, int Tries)> Known = new();

    /// <summary>`File.cs:12 in Type.Method`, or null when no line of the program was on the stack.</summary>
    public static string? Find(string place, string shape)
    {
        var (line, tries) = Known.GetValueOrDefault((place, shape));
        if (line is not null || tries >= MaxTries || (tries == 0 && Known.Count >= MaxShapes)) return line;
        line = FindOnStack();
        Known[(place, shape)] = (line, tries + 1);
        return line;
    }

    private static string? FindOnStack()
    {
        foreach (var frame in new StackTrace(skipFrames: 2, fNeedFileInfo: true).GetFrames())
        {
            // A file name: it was built here. `/_/` is how packages name the files of the machine that built them.
            if (frame.GetFileName() is not { } file || file.StartsWith("/_", StringComparison.Ordinal)) continue;
            if (DiagnosticMethodInfo.Create(frame) is not { } method || IsLibrary(method.DeclaringAssemblyName)) continue;
            return $"{Path.GetFileName(file)}:{frame.GetFileLineNumber()} in {Name(method)}";
        }
        return null;
    }

    private static bool IsLibrary(string assembly)
    {
        var name = assembly.Split(',')[0];
        return NotTheProgram.Any(l => name == l || (name.StartsWith(l + ".", StringComparison.Ordinal) && !name.EndsWith(".Tests", StringComparison.Ordinal)));
    }

    // Async methods and lambdas: `Shop+<Orders>d__3.MoveNext` is `Shop.Orders`.
    private static string Name(DiagnosticMethodInfo method)
    {
        var type = method.DeclaringTypeName ?? "";
        var owner = type.Split('+')[0].Split('.')[^1];
        var name = method.Name.StartsWith('<') ? method.Name : type.Split('+')[^1] is ['<', ..] and var generated ? generated : method.Name;
        return $"{owner}.{(name.StartsWith('<') ? name[1..].TrimStart('<').Split('>')[0] : name)}";
    }
}
