using System.ComponentModel;
using CliWrap;
using CliWrap.Buffered;
using PyConDemo.CommandLine;

namespace PyConDemo.Workshop.Laptop;

/// <summary>Checks the programs that must be installed, by running them.</summary>
internal static class InstalledPrograms
{
    private static readonly string InstallSdk = OperatingSystem.IsWindows() ? "winget install Microsoft.DotNet.SDK.10"
        : OperatingSystem.IsMacOS() ? "brew install --cask dotnet-sdk"
        : "sudo apt install dotnet-sdk-10.0 (Debian needs Microsoft's packages before: "
            + "https://learn.microsoft.com/dotnet/core/install/linux-debian; "
            + "Fedora: sudo dnf install dotnet-sdk-10.0)";

    private static readonly string InstallGit = OperatingSystem.IsWindows() ? "winget install Git.Git"
        : OperatingSystem.IsMacOS() ? "xcode-select --install"
        : "sudo apt install git (Fedora: sudo dnf install git)";

    /// <summary>Asks dotnet which SDK it takes in the repository: global.json says which ones may be taken.</summary>
    public static async Task<CheckLine> SdkAsync(string dotnet, string repository, CancellationToken cancellationToken)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(repository, "global.json")));
        var wanted = json.RootElement.GetProperty("sdk").GetProperty("version").GetString();
        var version = await FirstLineAsync(dotnet, ["--version"], repository, cancellationToken);
        return version is not null ? CheckLine.Ok(".NET SDK", version)
            : CheckLine.ToDo(".NET SDK", $"no SDK {wanted} or newer is on the PATH: {InstallSdk}");
    }

    public static async Task<CheckLine> GitAsync(string repository, CancellationToken cancellationToken)
    {
        if (await FirstLineAsync("git", ["--version"], repository, cancellationToken) is not { } version)
            return CheckLine.ToDo("git", $"not on the PATH: {InstallGit}");
        // Without commits, the judge can't tell an attendee's changes from the original files.
        return await FirstLineAsync("git", ["rev-parse", "HEAD"], repository, cancellationToken) is null
            ? CheckLine.ToDo("git", $"{repository} is no clone made with git: clone the repository, and work there")
            : CheckLine.Ok("git", version);
    }

    /// <returns>Null if the program is missing or fails.</returns>
    private static async Task<string?> FirstLineAsync(
        string program, IEnumerable<string> arguments, string folder, CancellationToken cancellationToken)
    {
        try
        {
            var result = await Cli.Wrap(program).WithArguments(arguments).WithWorkingDirectory(folder)
                .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(cancellationToken);
            return result.IsSuccess ? result.StandardOutput.Split('\n')[0].Trim() : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
