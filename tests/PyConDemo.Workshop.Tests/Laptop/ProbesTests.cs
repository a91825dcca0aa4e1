using PyConDemo.CommandLine;
using PyConDemo.Workshop.Laptop;

namespace PyConDemo.Workshop.Tests.Laptop;

public sealed class ProbesTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_check_that_hangs_ends_at_the_limit_and_the_others_answer()
    {
        using var never = new ManualResetEventSlim();
        try
        {
            var lines = await Task.WhenAll(Probes.Start(
            [
                new("blocked", () => Blocked()), // a call that knows no cancellation
                new("silent", cancel => SilentAsync(cancel)),
                new("quick", () => CheckLine.Ok("quick", "here")),
            ], Short, Cancel));
            Assert.Equal([("blocked", false), ("silent", false), ("quick", true)], lines.Select(l => (l.Name, l.IsOk)));
            Assert.StartsWith("no answer within", lines[0].Message, StringComparison.Ordinal);
        }
        finally
        {
            never.Set();
        }

        CheckLine Blocked()
        {
            never.Wait(CancellationToken.None);
            return CheckLine.Ok("blocked", "");
        }
    }

    /// <summary>Each check waits for all others to have begun.</summary>
    [Fact]
    public async Task The_checks_run_side_by_side()
    {
        using var all = new CountdownEvent(3);
        var probe = new Probe("one of three", () =>
        {
            all.Signal();
            return all.Wait(TimeSpan.FromSeconds(20)) ? CheckLine.Ok("one", "") : CheckLine.ToDo("one", "alone");
        });
        var lines = await Task.WhenAll(Probes.Start([probe, probe, probe], TimeSpan.FromSeconds(30), Cancel));
        Assert.All(lines, line => Assert.True(line.IsOk));
    }

    [Fact]
    public async Task A_check_that_fails_is_to_do()
    {
        var line = await Assert.Single(Probes.Start(
            [new("disk", () => throw new IOException("The device\nis gone."))], Short, Cancel));
        Assert.Equal(CheckLine.ToDo("disk", "The device is gone."), line);
    }

    private static async Task<CheckLine> SilentAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return CheckLine.Ok("silent", "");
    }
}
