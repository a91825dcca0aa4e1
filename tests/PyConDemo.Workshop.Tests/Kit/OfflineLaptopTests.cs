using System.Diagnostics;
using PyConDemo.Workshop.Kit;

namespace PyConDemo.Workshop.Tests.Kit;

/// <summary>An attendee's laptop without any network: the kit alone sets up the workshop. It takes minutes.</summary>
public sealed class OfflineLaptopTests : IDisposable
{
    /// <summary>Where PostgreSQL's data is for root, also on this laptop.</summary>
    private const string ServerFolder = "/var/tmp/pycondemo-workshop";

    /// <summary>The new namespaces have a loopback device and no other one, their own processes, and another folder
    /// instead of the one where this machine's PostgreSQL may be running.</summary>
    private const string Laptop = """
        set -e
        ip link set lo up
        mount --bind "$1" "$2"
        if ip route get 192.0.2.1 2>/dev/null; then echo "There is a network."; exit 1; fi
        sh "$3" "$4"
        """;

    private readonly ScratchFolder _folder = new(TestFolders.OnDisk); // a build and two copies of the packages

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_kit_restores_builds_and_checks_without_a_network()
    {
        var (isPossible, _) = OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess
            ? await Shell.TryAsync("unshare", "-n", "-m", "-p", "--fork", "--mount-proc", "ip", "link", "set", "lo", "up")
            : (false, "");
        Assert.SkipUnless(isPossible, "the right to cut a program off the network is missing");

        var kit = Path.Combine(_folder.Path, "my kit");
        var clone = await ScratchClone.CreateAsync(_folder, Cancel);
        Assert.Empty(await new OfflineKit(clone, LockedPackages.FoldersOf(Repository.Root), _ => { })
            .WriteAsync(kit, [], new("http://127.0.0.1:9"), Cancel));

        var (code, output, error) = await RunOfflineAsync(kit);
        Assert.True(code == 0, output + error);
        Assert.Contains("The workshop is ready.", output, StringComparison.Ordinal);
        Assert.Contains("✘", output, StringComparison.Ordinal); // the judge's refusal
        Assert.True(Directory.Exists(Path.Combine(_folder.Path, "home", ".nuget", "packages", "npgsql")));
    }

    public void Dispose() => _folder.Dispose();

    private async Task<(int Code, string Output, string Error)> RunOfflineAsync(string kit)
    {
        Directory.CreateDirectory(ServerFolder);
        var (home, server) = (Path.Combine(_folder.Path, "home"), Path.Combine(_folder.Path, "server"));
        Directory.CreateDirectory(home);
        // PostgreSQL's own account passes through it.
        await Shell.RunAsync("install", "-d", "-m", "711", server);
        var command = new ProcessStartInfo("unshare",
        [
            "-n", "-m", "-p", "--fork", "--mount-proc", "sh", "-c", Laptop, "laptop",
            server, ServerFolder, Path.Combine(kit, "start.sh"), Path.Combine(_folder.Path, "mine"),
        ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var path = Environment.GetEnvironmentVariable("PATH");
        var root = Environment.GetEnvironmentVariable("DOTNET_ROOT");
        command.Environment.Clear(); // no folder of packages, no proxy, no settings of the demo
        command.Environment["PATH"] = path;
        command.Environment["HOME"] = home;
        if (root is not null) command.Environment["DOTNET_ROOT"] = root;
        return await command.RunAsync(Cancel);
    }
}
