namespace PyConDemo.Workshop.Tests;

/// <summary>The screen follows the terminal's window.</summary>
public class TerminalSizeTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_new_size_is_told_until_nobody_listens()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "sends SIGWINCH");
        int told = 0, toldNobody = 0;
        TerminalSize.OnChanged(() => toldNobody++)!.Dispose();
        using var listening = TerminalSize.OnChanged(() => told++);
        for (var n = 1; n <= 2; n++)
        {
            await Shell.SignalAsync("WINCH", Environment.ProcessId);
            await Eventually.TrueAsync(() => told == n, $"size {n} is told", Cancel);
        }

        Assert.Equal(0, toldNobody);
    }
}
