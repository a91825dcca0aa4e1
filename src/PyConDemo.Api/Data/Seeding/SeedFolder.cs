using System.Security.Cryptography;
using System.Text;

namespace PyConDemo.Api.Data.Seeding;

/// <summary>The files of seed/, in the order of their names. Immutable.</summary>
public sealed class SeedFolder
{
    private SeedFolder(IReadOnlyList<SeedFile> files) => Files = files;

    public IReadOnlyList<SeedFile> Files { get; }

    /// <summary>The first 12 hex digits of the SHA-256 over all files: what `cat seed/*.sql | sha256sum | cut -c1-12` prints.</summary>
    public string Version => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(Files.Select(f => f.Sql)))))[..12];

    /// <summary>The folder that the build copied beside the program.</summary>
    public static SeedFolder FromProgramFolder() => Read(Path.Combine(AppContext.BaseDirectory, "seed"));

    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static SeedFolder Read(string folder) => new([.. Directory.EnumerateFiles(folder, "*.sql")
        .Order(StringComparer.Ordinal)
        // A checkout may have changed the line ends; the version must not see it.
        .Select(path => new SeedFile(Path.GetFileName(path), File.ReadAllText(path).ReplaceLineEndings("\n")))]);
}
