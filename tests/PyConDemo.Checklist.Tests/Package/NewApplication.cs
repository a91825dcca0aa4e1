using System.Diagnostics;
using System.Text.RegularExpressions;

namespace PyConDemo.Checklist.Tests.Package;

/// <summary>Somebody's new application in a folder of its own. It gets the library from a feed, and everything else
/// from the packages that this machine already has, so it needs no network.</summary>
public sealed partial class NewApplication : IAsyncDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly Dictionary<string, string> _environment;
    private Process? _program;
    private Task _rest = Task.CompletedTask;

    public NewApplication(PackedLibrary library)
    {
        Folder = _folder.Path;
        _folder.File("nuget.config", $"""
            <configuration>
              <packageSources><clear /><add key="feed" value="{library.Feed}" /></packageSources>
            </configuration>
            """);
        _environment = new()
        {
            // Nothing of another run is used, and nothing stays.
            ["NUGET_PACKAGES"] = Path.Combine(Folder, "packages"),
            ["NUGET_FALLBACK_PACKAGES"] = UsersPackages,
            ["DOTNET_CLI_HOME"] = Path.Combine(Folder, "home"),
            ["DOTNET_NOLOGO"] = "1",
            ["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false",
            ["DOTNET_ADD_GLOBAL_TOOLS_TO_PATH"] = "false",
            // No server stays behind that holds the folder's files.
            ["MSBUILDDISABLENODEREUSE"] = "1",
            ["UseSharedCompilation"] = "false",
        };
    }

    /// <summary>The folder in which commands run.</summary>
    public string Folder { get; private set; }

    public void Set(string variable, string value) => _environment[variable] = value;

    public void EnterFolder(string name) => Folder = Path.Combine(Folder, name);

    public Task WriteAsync(string file, string text)
        => File.WriteAllTextAsync(Path.Combine(Folder, file), text, TestContext.Current.CancellationToken);

    /// <summary>Runs a line of a shell to its end, and returns what it printed.</summary>
    public async Task<string> RunAsync(string command)
    {
        var (exitCode, output, error) = await Shell(command).RunAsync(TestContext.Current.CancellationToken);
        Assert.True(exitCode == 0, $"{command}\n{output}\n{error}");
        return output;
    }

    /// <summary>Starts a web server, and returns its address when it listens.</summary>
    public async Task<string> StartAsync(string command)
    {
        var printed = new List<string>();
        _program = Process.Start(Shell($"exec {command} 2>&1"))!;
        while (await _program.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            printed.Add(line);
            if (Listening().Match(line) is not { Success: true } match) continue;
            _rest = _program.StandardOutput.ReadToEndAsync(CancellationToken.None); // a full pipe would stop it
            return match.Groups[1].Value;
        }

        throw new InvalidOperationException($"`{command}` ended: {string.Join('\n', printed)}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_program is not null) await _program.StopAsync();
        await _rest;
        _program?.Dispose();
        _folder.Dispose();
    }

    private ProcessStartInfo Shell(string command)
    {
        var shell = new ProcessStartInfo("bash", ["-c", command])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in _environment) shell.Environment[name] = value;
        return shell;
    }

    private static string UsersPackages => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    [GeneratedRegex(@"Now listening on: (http://\S+)")]
    private static partial Regex Listening();
}
