using System.Diagnostics;
using PyConDemo.CommandLine;
using PyConDemo.Workshop.ClassView;

namespace PyConDemo.Workshop.Tests.ClassView;

/// <summary>The program's commands for a class, as an attendee and a host enter them.</summary>
public sealed class ClassCommandsTests : IDisposable
{
    private readonly Roster _roster = new();
    private readonly ScratchFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_attendee_joins_and_leaves()
    {
        await using var server = await ClassServer.StartAsync(_roster, port: 0, [], Cancel);
        var progress = new AttendeeProgress(_folder.Path);
        await progress.ChangeAsync("n-plus-one", state => state with { Done = true }, Cancel);

        var address = $"http://127.0.0.1:{server.Port}/";
        var (code, output) = await RunAsync("join", address, "--name", "Ada");
        Assert.Equal((0, $"{address} shows your progress as Ada."), (code, output));
        var report = Assert.Single(_roster.Reports);
        Assert.Equal(("Ada", "n-plus-one"), (report.Name, Assert.Single(report.Done)));

        Assert.Equal((0, "Your progress stays on this computer."), await RunAsync("leave"));
        Assert.Null(ClassMembership.Read(_folder.Path));
    }

    [Fact]
    public async Task Without_a_host_an_attendee_joins_all_the_same()
    {
        var address = await ClosedAddressAsync();
        var (code, output) = await RunAsync("join", address, "--name", "Ada");
        Assert.Equal(0, code);
        Assert.StartsWith($"The class view at {address} has not got your progress", output, StringComparison.Ordinal);
        Assert.EndsWith("It is sent again at your next check.", output, StringComparison.Ordinal);
        Assert.NotNull(ClassMembership.Read(_folder.Path));
    }

    [Fact]
    public async Task A_host_whose_port_is_taken_is_told_so()
    {
        await using var server = await ClassServer.StartAsync(_roster, port: 0, [], Cancel);
        var (code, output) = await RunAsync("class", "--port", $"{server.Port}");
        Assert.Equal((int)ExitCode.Usage, code);
        Assert.Equal($"Another program listens on port {server.Port}. Choose another one: --port.", output);
    }

    [Theory]
    [InlineData("class", "--port", "-1")]
    [InlineData("class", "--port", "65536")]
    [InlineData("class", "--port", "many")]
    [InlineData("join", "192.168.1.20:5190")]
    [InlineData("join")]
    [InlineData("join", "http://192.168.1.20:5190", "--name", "")]
    public async Task A_mistyped_command_is_refused_in_one_line(params string[] arguments)
    {
        var (code, output) = await RunAsync(arguments);
        Assert.Equal((int)ExitCode.Usage, code);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        Assert.Null(ClassMembership.Read(_folder.Path));
    }

    public void Dispose() => _folder.Dispose();

    private async Task<string> ClosedAddressAsync()
    {
        await using var server = await ClassServer.StartAsync(_roster, port: 0, [], Cancel);
        return $"http://127.0.0.1:{server.Port}/";
    }

    /// <summary>Runs the program to its end.</summary>
    /// <returns>The exit code, and what it printed in one line.</returns>
    private async Task<(int Code, string Output)> RunAsync(params IEnumerable<string> arguments)
    {
        var command = new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "PyConDemo.Workshop.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["PYCONDEMO_WORKSHOP"] = _folder.Path },
        };
        var (code, output, error) = await command.RunAsync(Cancel);
        return (code, string.Join(' ', (output + error).Split('\n', StringSplitOptions.RemoveEmptyEntries)));
    }
}
