namespace PyConDemo.Checklist.Recording;

/// <summary>Who wrote the code of a stack frame, as far as it matters for finding the program's line.</summary>
internal enum CodeOwner
{
    /// <summary>Any other library, or unknown: it says nothing.</summary>
    Other,

    /// <summary>The program itself.</summary>
    Program,

    /// <summary>A getter of the program. A property that loads its value lazily does not tell who needs it.</summary>
    Getter,

    /// <summary>A library that sends commands, such as EF Core or Dapper.</summary>
    DataLibrary,

    /// <summary>ASP.NET Core or another host that calls the program: filters and middleware follow.</summary>
    Host,

    /// <summary>The start of a continuation. The frames after it did not call it.</summary>
    Continuation,
}

/// <summary>Tells the owner by the names of the assembly, file and type.</summary>
internal static class CodeOwners
{
    private static readonly string[] DataLibraries =
    [
        "Npgsql", "Microsoft.EntityFrameworkCore", "Dapper", "Z.Dapper", "linq2db", "Marten", "Weasel", "NHibernate",
        "RepoDb", "ServiceStack.OrmLite",
    ];

    // Identity and DataProtection are called by the program and send commands.
    private static readonly string[] CalledByProgram =
        ["Microsoft.AspNetCore.Identity", "Microsoft.AspNetCore.DataProtection"];

    private static readonly string[] Hosts =
        ["Microsoft.AspNetCore", "Microsoft.Extensions.Hosting", "Grpc.AspNetCore", "xunit"];

    private static readonly string[] Libraries =
        ["System", "Microsoft", "PyConDemo.Checklist", "Castle.Core", "DynamicProxyGenAssembly2"];

    /// <param name="assembly">The simple name, such as `Npgsql`.</param>
    /// <param name="type">The full name of the method's type.</param>
    /// <param name="method">The method's name.</param>
    /// <param name="file">The source file; null if it is unknown.</param>
    public static CodeOwner Of(string assembly, string type, string method, string? file)
    {
        if (type.Contains("AsyncStateMachineBox", StringComparison.Ordinal)) return CodeOwner.Continuation;
        if (IsOneOf(DataLibraries, assembly)) return CodeOwner.DataLibrary;
        if (IsOneOf(CalledByProgram, assembly)) return CodeOwner.Other;
        if (IsOneOf(Hosts, assembly)) return CodeOwner.Host;
        if (file is null || !IsBuiltHere(file) || IsOneOf(Libraries, assembly)) return CodeOwner.Other;
        return method.StartsWith("get_", StringComparison.Ordinal) ? CodeOwner.Getter : CodeOwner.Program;
    }

    // A package's files are on no disk here. Generated code calls handlers, as the host does.
    private static bool IsBuiltHere(string file) => SourcePath.Find(file) is not null
        && !file.EndsWith(".g.cs", StringComparison.OrdinalIgnoreCase);

    // Tests have the name of what they test.
    private static bool IsOneOf(string[] libraries, string assembly) => libraries.Any(library =>
        assembly == library || (assembly.StartsWith($"{library}.", StringComparison.Ordinal)
            && !assembly.EndsWith(".Tests", StringComparison.Ordinal)));
}
