using System.Diagnostics;
using PyConDemo.CommandLine;

namespace PyConDemo.Workshop.Tests.Laptop;

/// <summary>`doctor` and `pack`, as people enter them.</summary>
public sealed class LaptopCommandsTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_doctor_says_one_line_per_thing_and_its_exit_code_tells_whether_all_is_well()
    {
        var (code, output, error) = await RunAsync("doctor");
        Assert.Empty(error);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines, line => Assert.Matches("^(ok     |to do  )[^:]+: .", line));
        Assert.Equal(
            [".NET SDK", "git", "PostgreSQL", "packages", "exercises", "folder", "disk", "memory", "port 5080",
                "first check", "host"],
            lines.Select(line => line[7..].Split(':')[0]));
        Assert.Contains("to do  first check: not done yet", output, StringComparison.Ordinal); // the folder is new
        Assert.Equal((int)ExitCode.NotReady, code);
    }

    [Fact]
    public async Task A_system_that_nobody_publishes_is_refused_in_one_line()
    {
        var kit = Path.Combine(_folder.Path, "kit");
        var (code, _, error) = await RunAsync("pack", kit, "--systems", "linux-x64,beos");
        Assert.Equal((int)ExitCode.Usage, code);
        Assert.StartsWith("--systems: 'beos' is none of linux-x64, ", Assert.Single(Lines(error)), StringComparison.Ordinal);
        Assert.False(Directory.Exists(kit));
    }

    [Fact]
    public async Task A_folder_that_is_no_kit_is_refused_in_one_line()
    {
        _folder.File("mine/thesis.txt");
        var (code, _, error) = await RunAsync("pack", Path.Combine(_folder.Path, "mine"), "--systems", "none");
        Assert.Equal((int)ExitCode.Usage, code);
        Assert.EndsWith("it is no kit. Choose another folder.", Assert.Single(Lines(error)), StringComparison.Ordinal);
        Assert.Equal(["thesis.txt"], Directory.EnumerateFiles(Path.Combine(_folder.Path, "mine"))
            .Select(path => Path.GetFileName(path)));
    }

    [Fact]
    public async Task A_mirror_that_is_none_is_refused_in_one_line()
    {
        var kit = Path.Combine(_folder.Path, "kit");
        var (code, _, error) = await RunAsync(["pack", kit], ("Postgres__Mirror", "ftp://mirror"));
        Assert.Equal((int)ExitCode.Usage, code);
        Assert.StartsWith("Postgres__Mirror must be an address", Assert.Single(Lines(error)), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments) => RunAsync(arguments, []);

    private Task<(int Code, string Output, string Error)> RunAsync(
        string[] arguments, params (string Name, string Value)[] environment)
    {
        var command = new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "PyConDemo.Workshop.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["PYCONDEMO_WORKSHOP"] = Path.Combine(_folder.Path, "workshop") },
        };
        foreach (var (name, value) in environment) command.Environment[name] = value;
        return command.RunAsync(Cancel);
    }
}
