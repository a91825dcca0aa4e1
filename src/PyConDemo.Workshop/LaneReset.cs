using System.ComponentModel;
using CliWrap;
using CliWrap.Buffered;

namespace PyConDemo.Workshop;

/// <summary>Restores an attendee's file to its shipped text, and keeps a copy of what was there.</summary>
/// <param name="folder">The workshop's folder. It gets a folder <c>backups</c>.</param>
internal sealed class LaneReset(LaneFiles files, AttendeeProgress progress, string folder)
{
    /// <summary>Whether the attendee's file has a text that differs from the shipped one.</summary>
    public async Task<bool> HasChangesAsync(Exercise exercise, CancellationToken cancellationToken)
        => files.VersionOf(exercise) is { } own
            && own.Text.ReplaceLineEndings() != (await ShippedAsync(exercise, cancellationToken)).ReplaceLineEndings();

    /// <summary>Restores the file, and clears the exercise's ✔ and hints.</summary>
    /// <returns>The path of the copy; null if there were no changes to keep.</returns>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public async Task<string?> ResetAsync(Exercise exercise, CancellationToken cancellationToken)
    {
        var shipped = await ShippedAsync(exercise, cancellationToken);
        var backup = await HasChangesAsync(exercise, cancellationToken) ? BackUp(exercise) : null;
        await File.WriteAllTextAsync(files.PathOf(exercise), shipped, CancellationToken.None); // all of it or nothing
        await progress.ClearAsync(exercise.Slug, cancellationToken);
        return backup;
    }

    /// <summary>The text of the last commit. Where git does not have it, it is derived from the bad lane.</summary>
    public async Task<string> ShippedAsync(Exercise exercise, CancellationToken cancellationToken)
    {
        var bad = await File.ReadAllTextAsync(files.PathOf(exercise, LaneFiles.Bad), cancellationToken);
        var shipped = await CommittedAsync(exercise, cancellationToken) ?? DerivedFrom(bad, exercise);
        // Git prints the line ends of its own copy. The files of a clone on Windows may have others.
        return shipped.ReplaceLineEndings(bad.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n");
    }

    /// <summary>Turns the text of the bad lane into the attendee's: another class, other routes, the goal.</summary>
    public static string DerivedFrom(string bad, Exercise exercise)
    {
        var text = bad.ReplaceLineEndings("\n")
            .Replace(exercise.Name + LaneFiles.Bad, exercise.Name + LaneFiles.Yours, StringComparison.Ordinal)
            .Replace("\"/bad/", "\"/yours/", StringComparison.Ordinal);
        const string StartOfClass = "\n{\n";
        var start = text.IndexOf(StartOfClass, StringComparison.Ordinal) + StartOfClass.Length;
        return text.Insert(start, $"    // YOUR TURN: {exercise.Goal}\n\n");
    }

    private async Task<string?> CommittedAsync(Exercise exercise, CancellationToken cancellationToken)
    {
        try
        {
            var show = await Cli.Wrap("git")
                .WithWorkingDirectory(Path.Combine(files.Folder, exercise.Name))
                .WithArguments(["show", $"HEAD:./{LaneFiles.NameOf(exercise)}"])
                .WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync(cancellationToken);
            return show.IsSuccess ? show.StandardOutput : null;
        }
        catch (Win32Exception)
        {
            return null; // git is not installed
        }
    }

    private string BackUp(Exercise exercise)
    {
        var backups = Directory.CreateDirectory(Path.Combine(folder, "backups")).FullName;
        for (var number = 1; ; number++)
        {
            var copy = Path.Combine(backups, $"{exercise.Name}{LaneFiles.Yours}-{number}.cs");
            if (File.Exists(copy)) continue;
            File.Copy(files.PathOf(exercise), copy);
            return copy;
        }
    }
}
