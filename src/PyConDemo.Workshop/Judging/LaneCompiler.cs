using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;

namespace PyConDemo.Workshop.Judging;

/// <summary>Compiles one lane's file against the built API. Warnings and style rules don't count.
/// Thread-safe.</summary>
internal sealed class LaneCompiler
{
    private static readonly CSharpParseOptions Language = new(LanguageVersion.Latest);

    /// <summary>The judge moves the clock of the process, and code that asks another clock would not notice
    /// it.</summary>
    private static readonly HashSet<string> OtherClocks =
    [
        "System.DateTime.Now", "System.DateTime.UtcNow", "System.DateTime.Today", "System.DateTimeOffset.Now",
        "System.DateTimeOffset.UtcNow", "System.TimeProvider.System", "System.Environment.TickCount",
        "System.Environment.TickCount64", "System.Diagnostics.Stopwatch.GetTimestamp()",
        "System.Diagnostics.Stopwatch.StartNew()",
    ];

    private readonly IReadOnlyList<MetadataReference> _references;
    private readonly SyntaxTree _usings;

    /// <param name="program">The built API. Everything that it needs is next to it.</param>
    /// <param name="usings">The C# file with the API's global usings.</param>
    public LaneCompiler(string program, string usings)
    {
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var web = Path.Combine(runtime, "..", "..", "Microsoft.AspNetCore.App", Path.GetFileName(runtime));
        _references = [.. new[] { Path.GetDirectoryName(program)!, runtime, web }
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.dll"))
            .DistinctBy(Path.GetFileName)
            .Where(IsManaged)
            .Select(file => MetadataReference.CreateFromFile(file))];
        _usings = CSharpSyntaxTree.ParseText(File.ReadAllText(usings), Language, usings, Encoding.UTF8);
    }

    /// <param name="file">The lane's file.</param>
    /// <param name="assembly">The .dll file to write. Its symbols are written next to it.</param>
    /// <returns>The errors. Without one, the assembly is written.</returns>
    public IReadOnlyList<CompileError> Compile(string file, string assembly, CancellationToken cancellationToken)
    {
        var tree = CSharpSyntaxTree.ParseText(
            File.ReadAllText(file), Language, file, Encoding.UTF8, cancellationToken);
        var compilation = CSharpCompilation.Create(
            Path.GetFileNameWithoutExtension(assembly), [tree, _usings], _references,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release,
                nullableContextOptions: NullableContextOptions.Enable));
        using var dll = File.Create(assembly);
        using var pdb = File.Create(Path.ChangeExtension(assembly, ".pdb"));
        var result = compilation.Emit(
            dll, pdb, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb),
            cancellationToken: cancellationToken);
        return result.Success
            ? [.. ClocksIn(tree, compilation.GetSemanticModel(tree))]
            : [.. result.Diagnostics.Where(found => found.Severity == DiagnosticSeverity.Error)
                .Select(found => CompileError.At(found.Location, $"{found.Id}: {found.GetMessage(null)}"))];
    }

    private static IEnumerable<CompileError> ClocksIn(SyntaxTree tree, SemanticModel model) =>
        from name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>()
        let symbol = model.GetSymbolInfo(name).Symbol?.ToDisplayString()
        where symbol is not null && OtherClocks.Contains(symbol)
        select CompileError.At(name.GetLocation(), $"{symbol} can't be checked: the workshop moves the clock. Take a "
            + "parameter `TimeProvider clock`, and ask `clock.GetUtcNow()`.");

    private static bool IsManaged(string file)
    {
        try
        {
            AssemblyName.GetAssemblyName(file);
            return true;
        }
        catch (BadImageFormatException)
        {
            return false;
        }
    }
}

/// <summary>An error of the compiler.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Message">The error's number and text.</param>
internal sealed record CompileError(string File, int Line, string Message)
{
    public static CompileError At(Location place, string message)
    {
        var span = place.GetLineSpan();
        return new(span.Path, span.StartLinePosition.Line + 1, message);
    }
}
