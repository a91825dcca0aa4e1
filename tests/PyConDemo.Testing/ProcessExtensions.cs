using System.Diagnostics;

namespace PyConDemo.Testing;

public static class ProcessExtensions
{
    /// <summary>A stage or an API stops its own API and PostgreSQL first.</summary>
    private static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(40);

    /// <summary>Asks a process to end, and kills it with its children if it has not ended after 40 s.</summary>
    public static async Task StopAsync(this Process process)
    {
        if (process.HasExited) return;
        if (OperatingSystem.IsWindows()) process.Kill(entireProcessTree: true);
        else using (Process.Start("kill", ["-TERM", $"{process.Id}"])) { }
        using var limit = new CancellationTokenSource(StopsWithin);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
