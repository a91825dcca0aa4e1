using CliWrap;
using CliWrap.Buffered;

namespace PyConDemo.Workshop.Kit;

/// <summary>Writes the repository's commits into one file, which `git clone` reads.</summary>
internal sealed class KitBundle(string repository)
{
    public const string FileName = "PyConDemo.bundle";

    /// <returns>What the bundle doesn't hold, in one line; null if it holds all.</returns>
    /// <exception cref="InvalidInputException">There is no clone, or not all of its history.</exception>
    /// <exception cref="IOException">Git can't write the file.</exception>
    public async Task<string?> WriteAsync(string folder, CancellationToken cancellationToken)
    {
        if (!(await GitAsync(cancellationToken, "rev-parse", "--verify", "HEAD")).IsSuccess)
            throw new InvalidInputException($"{repository} is no clone made with git, so it can't be packed.");
        if (await TextAsync(cancellationToken, "rev-parse", "--is-shallow-repository") == "true")
        {
            throw new InvalidInputException(
                "This clone has only a part of the history. Run `git fetch --unshallow`, and pack again.");
        }

        // With a branch, a clone of the bundle has that branch. Without one, it has the commit.
        var branch = await TextAsync(cancellationToken, "symbolic-ref", "--quiet", "--short", "HEAD");
        string[] references = branch.Length > 0 ? ["HEAD", branch] : ["HEAD"];
        var written = await GitAsync(
            cancellationToken, ["bundle", "create", "--quiet", Path.Combine(folder, FileName), .. references]);
        if (!written.IsSuccess) throw new IOException($"git can't write the bundle: {written.StandardError.Trim()}");

        var changes = (await TextAsync(cancellationToken, "status", "--porcelain")).Split('\n')
            .Count(line => line.Length > 0);
        return changes == 0 ? null
            : $"The kit has the last commit. {changes} changed file(s) are not committed, so the kit doesn't have the "
                + "changes.";
    }

    private async Task<string> TextAsync(CancellationToken cancellationToken, params string[] arguments)
        => (await GitAsync(cancellationToken, arguments)).StandardOutput.Trim();

    private async Task<BufferedCommandResult> GitAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        try
        {
            return await Cli.Wrap("git").WithArguments(["-C", repository, .. arguments])
                .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(cancellationToken);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new InvalidInputException("git is not installed, and it writes the bundle of the repository.");
        }
    }
}
