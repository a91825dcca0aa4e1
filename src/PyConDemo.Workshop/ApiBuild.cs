using System.Diagnostics;
using System.Text.RegularExpressions;
using PyConDemo.ApiClient;

namespace PyConDemo.Workshop;

/// <summary>Builds the API with the attendee's code into a folder of the workshop's own: what runs elsewhere is left alone.</summary>
/// <param name="project">The folder of the API's project.</param>
/// <param name="output">Where the build lives; kept, so that the next one is short.</param>
internal sealed partial class ApiBuild(string project, string output)
{
    public string Program => Path.Combine(output, "bin", "PyConDemo.Api", "debug", "PyConDemo.Api.dll");

    /// <returns>Each error of the compiler, with file and line; none when it was built.</returns>
    /// <exception cref="BuildFailedException">It failed in another way, such as without network for a first restore.</exception>
    public async Task<IReadOnlyList<CompileError>> RunAsync(CancellationToken cancellationToken)
    {
        // The house's rules about style are for what is landed; here only the compiler has a say, and is the faster for it.
        using var build = new Process
        {
            StartInfo = new(ApiProcess.Dotnet,
                ["build", project, "--artifacts-path", output, "--nologo", "-v", "quiet", "-consoleLoggerParameters:NoSummary",
                    "-p:TreatWarningsAsErrors=false", "-p:RunAnalyzers=false", "-p:EnforceCodeStyleInBuild=false", "-p:RestoreLockedMode=false",
                    "-nodeReuse:false"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        build.StartInfo.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en"; // its words are read below
        build.StartInfo.Environment["MSBUILDTERMINALLOGGER"] = "off";
        build.Start();
        try
        {
            var (text, errors) = (build.StandardOutput.ReadToEndAsync(cancellationToken), build.StandardError.ReadToEndAsync(cancellationToken));
            await build.WaitForExitAsync(cancellationToken);
            if (build.ExitCode == 0) return [];
            var said = await text + await errors;
            var found = Error().Matches(said).Select(m => new CompileError(m.Groups["file"].Value, int.Parse(m.Groups["line"].ValueSpan, null), m.Groups["says"].Value.Trim()))
                .Distinct().ToArray();
            return found.Length > 0 ? found
                : throw new BuildFailedException($"The build failed: {said.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault() ?? "it said nothing"}");
        }
        catch (OperationCanceledException)
        {
            build.Kill(entireProcessTree: true);
            throw;
        }
    }

    [GeneratedRegex(@"^\s*(?<file>[^\r\n]+?)\((?<line>\d+),\d+\): error (?<says>[^\r\n]*?)(\s\[[^\]\r\n]*\])?\r?$", RegexOptions.Multiline)]
    private static partial Regex Error();
}

/// <summary>The build ended without an error of the compiler: it could not run at all.</summary>
internal sealed class BuildFailedException(string message) : Exception(message);
