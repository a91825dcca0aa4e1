using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;

namespace PyConDemo.Workshop;

/// <summary>Builds the API with the attendee's code into the workshop's folder, apart from other builds.</summary>
/// <param name="project">The folder of the API's project.</param>
/// <param name="output">The folder of the build. It is kept, so that the next build is fast.</param>
internal sealed partial class ApiBuild(string project, string output)
{
    public string Program => Path.Combine(output, "bin", "PyConDemo.Api", "debug", "PyConDemo.Api.dll");

    /// <returns>The compiler's errors with file and line; none when the build succeeded.</returns>
    /// <exception cref="BuildFailedException">The build failed in another way: for instance, the first restore had no
    /// network.</exception>
    public async Task<IReadOnlyList<CompileError>> RunAsync(CancellationToken cancellationToken)
    {
        // Style rules are off: an attendee's code only has to compile, and the build is faster without them.
        var build = await Cli.Wrap(ApiProcess.Dotnet)
            .WithArguments(
            [
                "build", project, "--artifacts-path", output, "--nologo", "-v", "quiet", "-nodeReuse:false",
                "-consoleLoggerParameters:NoSummary", "-p:TreatWarningsAsErrors=false", "-p:RunAnalyzers=false",
                "-p:EnforceCodeStyleInBuild=false", "-p:RestoreLockedMode=false",
            ])
            .WithEnvironmentVariables(variables => variables
                .Set("DOTNET_CLI_UI_LANGUAGE", "en") // the output is parsed below
                .Set("MSBUILDTERMINALLOGGER", "off"))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(cancellationToken);
        if (build.IsSuccess) return [];

        var text = build.StandardOutput + build.StandardError;
        var errors = Error().Matches(text).Select(CompileError.Of).Distinct().ToArray();
        if (errors.Length > 0) return errors;
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        throw new BuildFailedException($"The build failed: {lines.FirstOrDefault() ?? "it printed nothing"}");
    }

    [GeneratedRegex(
        @"^\s*(?<file>[^\r\n]+?)\((?<line>\d+),\d+\): error (?<message>[^\r\n]*?)(\s\[[^\]\r\n]*\])?\r?$",
        RegexOptions.Multiline)]
    private static partial Regex Error();
}

/// <summary>An error of the compiler.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Message">The error's number and text.</param>
internal sealed record CompileError(string File, int Line, string Message)
{
    public static CompileError Of(Match match) => new(
        match.Groups["file"].Value, int.Parse(match.Groups["line"].ValueSpan, null),
        match.Groups["message"].Value.Trim());
}

/// <summary>The build failed without an error of the compiler, so it could not run at all.</summary>
internal sealed class BuildFailedException(string message) : Exception(message);
