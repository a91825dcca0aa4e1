using System.ComponentModel;
using CliWrap;
using CliWrap.Buffered;

namespace PyConDemo.Workshop.Judging;

/// <summary>The lanes that the judge's API is built with. The bad and the good ones are those that are committed, so an
/// attendee can't change the yardstick.</summary>
/// <param name="repository">The folder of the sources.</param>
internal sealed class CommittedLanes(string repository)
{
    private const string Patterns = "src/PyConDemo.Api/AntiPatterns";

    /// <summary>Writes the lanes of all patterns into a folder.</summary>
    public async Task WriteAsync(string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        foreach (var pattern in Directory.GetDirectories(Path.Combine(repository, Patterns)))
        {
            var name = Path.GetFileName(pattern);
            var bad = await ReadAsync($"{Patterns}/{name}/{name}Bad.cs", cancellationToken);
            var good = await ReadAsync($"{Patterns}/{name}/{name}Good.cs", cancellationToken);
            await WriteAsync(folder, $"{name}Bad.cs", bad, cancellationToken);
            await WriteAsync(folder, $"{name}Good.cs", good, cancellationToken);
            // Nobody asks this one, because the judge compiles the attendee's. But the API has a route for it.
            var yours = bad.Replace($"{name}Bad", $"{name}Yours", StringComparison.Ordinal);
            await WriteAsync(folder, $"{name}Yours.cs", yours, cancellationToken);
        }
    }

    /// <summary>A file that stays as it was needs no new build.</summary>
    private static async Task WriteAsync(string folder, string name, string text, CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder, name);
        if (!File.Exists(file) || await File.ReadAllTextAsync(file, cancellationToken) != text)
            await File.WriteAllTextAsync(file, text, cancellationToken);
    }

    /// <summary>The text that is committed, or that of the file where there is no git.</summary>
    private async Task<string> ReadAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var git = await Cli.Wrap("git").WithArguments(["-C", repository, "show", $"HEAD:{name}"])
                .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(cancellationToken);
            if (git.IsSuccess) return git.StandardOutput;
        }
        catch (Win32Exception)
        {
            // There is no git.
        }

        return await File.ReadAllTextAsync(Path.Combine(repository, name), cancellationToken);
    }
}
