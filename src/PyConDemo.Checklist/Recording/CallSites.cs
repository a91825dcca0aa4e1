namespace PyConDemo.Checklist.Recording;

/// <summary>Finds the line of code that sent a statement, and remembers it for one application: the tests of another
/// can have the same routes. Finding it takes most of a millisecond, so it is rare. Thread-safe; its memory is bounded.
/// </summary>
internal sealed class CallSites
{
    // After opening a connection, a command continues on the thread pool, where the stack does not contain the program.
    // Another execution of the same statement may find it.
    private const int MaxTries = 3;
    private const int MaxShapes = 2_000;

    // Messages have only a file's name, but an editor or a build server needs its path.
    private static readonly ConcurrentDictionary<string, string> Paths = [];

    private readonly ConcurrentDictionary<(string Subject, string Shape), (string? Line, int Tries)> _known = [];

    /// <summary>The path of the file in a line that <see cref="Find"/> returned.</summary>
    public static string? PathOf(string line) => Paths.GetValueOrDefault(line);

    /// <summary>`File.cs:12 in Type.Method`, or null if no line of the program was on the stack.</summary>
    public string? Find(string subject, string shape)
    {
        var (line, tries) = _known.GetValueOrDefault((subject, shape));
        if (line is not null || tries >= MaxTries || (tries == 0 && _known.Count >= MaxShapes)) return line;
        line = FindOnStack();
        _known[(subject, shape)] = (line, tries + 1);
        return line;
    }

    private static string? FindOnStack()
    {
        var frames = new StackTrace(skipFrames: 3, fNeedFileInfo: true).GetFrames()
            .Select(frame => (Frame: frame, Method: DiagnosticMethodInfo.Create(frame)))
            .Where(f => f.Method is not null).ToList();
        var owners = frames.ConvertAll(f => CodeOwners.Of(
            f.Method!.DeclaringAssemblyName.Split(',')[0], f.Method.DeclaringTypeName ?? "", f.Method.Name,
            f.Frame.GetFileName()));
        if (Choose(owners) is not { } chosen) return null;
        var (frame, method) = frames[chosen];
        var file = frame.GetFileName()!;
        var line = $"{Path.GetFileName(file)}:{frame.GetFileLineNumber()} in {Name(method!)}";
        Paths[line] = SourcePath.Find(file) ?? file;
        return line;
    }

    /// <summary>The index of the program's frame that sent the command; null if none of them did.</summary>
    /// <param name="owners">From the command up to its callers.</param>
    internal static int? Choose(IReadOnlyList<CodeOwner> owners)
    {
        int? chosen = null, getter = null;
        for (var i = 0; i < owners.Count; i++)
        {
            switch (owners[i])
            {
                // Beyond the host there are only filters and middleware, which did not send the command.
                case CodeOwner.Host or CodeOwner.Continuation: return chosen ?? getter;
                // The library called the frames before, so they are interceptors or wrapped connections.
                case CodeOwner.DataLibrary: chosen = getter = null; break;
                case CodeOwner.Getter: getter ??= i; break;
                case CodeOwner.Program: chosen ??= i; break;
            }
        }
        return chosen ?? getter;
    }

    // For async methods and lambdas, `Shop+<Orders>d__3.MoveNext` becomes `Shop.Orders`; `Pages`1` becomes `Pages`.
    private static string Name(DiagnosticMethodInfo method)
    {
        var type = method.DeclaringTypeName ?? "";
        var owner = type.Split('+')[0].Split('.')[^1].Split('`')[0];
        var isGenerated = !method.Name.StartsWith('<') && type.Split('+')[^1].StartsWith('<');
        var name = isGenerated ? type.Split('+')[^1] : method.Name;
        return $"{owner}.{(name.StartsWith('<') ? name.TrimStart('<').Split('>')[0] : name)}";
    }
}
