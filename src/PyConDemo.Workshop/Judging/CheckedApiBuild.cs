using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;

namespace PyConDemo.Workshop.Judging;

/// <summary>Builds the API for the judge, apart from other builds, and without the attendee's lanes: they may not
/// compile. Its bad and good lanes are the committed ones, so an attendee can't change the yardstick.</summary>
/// <param name="repository">The folder of the sources.</param>
/// <param name="output">The folder of the build. It is kept, so that the next build is fast.</param>
internal sealed partial class CheckedApiBuild(string repository, string output)
{
    private const string Project = "PyConDemo.CheckedApi";

    public string Program => Path.Combine(output, "bin", Project, "debug", $"{Project}.dll");

    /// <summary>The C# file with the namespaces that all files of the API use.</summary>
    public string GlobalUsings
        => Path.Combine(output, "obj", "PyConDemo.Api", "debug", "PyConDemo.Api.GlobalUsings.g.cs");

    private string Stamp => Path.Combine(output, "sources.txt");

    private string Lanes => Path.Combine(output, "lanes");

    /// <summary>Builds, unless no source has changed since the last build.</summary>
    /// <exception cref="BuildFailedException">The API doesn't compile, or the build can't run: for instance, the first
    /// restore had no network.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await new CommittedLanes(repository).WriteAsync(Lanes, cancellationToken);
        var sources = StampOfSources();
        var isBuilt = File.Exists(Program) && File.Exists(Stamp)
            && await File.ReadAllTextAsync(Stamp, cancellationToken) == sources;
        if (isBuilt) return;

        // Style rules are off, because the build is faster without them.
        var build = await Cli.Wrap(ApiProcess.Dotnet)
            .WithArguments(
            [
                "build", Path.Combine(repository, "src", Project), "--artifacts-path", output, "--nologo", "-v",
                "quiet", "-nodeReuse:false", "-consoleLoggerParameters:NoSummary", $"-p:LaneFolder={Lanes}",
                "-p:TreatWarningsAsErrors=false", "-p:RunAnalyzers=false", "-p:EnforceCodeStyleInBuild=false",
                "-p:RestoreLockedMode=false",
            ])
            .WithEnvironmentVariables(variables => variables
                .Set("DOTNET_CLI_UI_LANGUAGE", "en") // the output is parsed below
                .Set("MSBUILDTERMINALLOGGER", "off"))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(cancellationToken);
        if (build.IsSuccess)
        {
            await File.WriteAllTextAsync(Stamp, sources, cancellationToken);
            return;
        }

        var text = build.StandardOutput + build.StandardError;
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var error = lines.FirstOrDefault(line => Error().IsMatch(line)) ?? lines.FirstOrDefault();
        throw new BuildFailedException($"The API does not build: {error ?? "the build printed nothing"}");
    }

    /// <summary>Changes with each source of the build: its name, its length, or the time of its last write.</summary>
    private string StampOfSources()
    {
        var projects = Directory.EnumerateDirectories(Path.Combine(repository, "src"))
            .Append(Path.Combine(repository, "seed")).Append(Lanes)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories));
        var files = Directory.EnumerateFiles(repository).Concat(projects)
            .Where(file => !IsOutput(file) && !file.EndsWith("Yours.cs", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).Select(file => new FileInfo(file));
        var text = string.Join('\n', files.Select(file => $"{file.FullName} {file.Length} "
            + $"{file.LastWriteTimeUtc.Ticks}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

        bool IsOutput(string file) => Path.GetRelativePath(repository, file).Split(Path.DirectorySeparatorChar)
            .Any(folder => folder is "bin" or "obj");
    }

    [GeneratedRegex(@": error ")]
    private static partial Regex Error();
}

/// <summary>The API does not build. The message says why.</summary>
internal sealed class BuildFailedException(string message) : Exception(message);
