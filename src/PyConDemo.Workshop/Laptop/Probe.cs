using PyConDemo.CommandLine;

namespace PyConDemo.Workshop.Laptop;

/// <summary>One check of a laptop.</summary>
/// <param name="CheckAsync">It may block, and it may never end.</param>
internal sealed record Probe(string Name, Func<CancellationToken, Task<CheckLine>> CheckAsync)
{
    public Probe(string name, Func<CheckLine> check) : this(name, _ => Task.FromResult(check()))
    {
    }
}

/// <summary>Runs checks side by side, so that together they take as long as the slowest one.</summary>
internal static class Probes
{
    /// <summary>With the program's own start, all of them end within five seconds.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    /// <summary>Starts all checks. Each one ends at the limit, even if it hangs in a call that knows no cancellation.
    /// </summary>
    /// <returns>The results, in the order of the checks.</returns>
    public static IReadOnlyList<Task<CheckLine>> Start(
        IReadOnlyList<Probe> probes, TimeSpan limit, CancellationToken cancellationToken)
        => [.. probes.Select(probe => RunAsync(probe, limit, cancellationToken))];

    private static async Task<CheckLine> RunAsync(Probe probe, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(limit);
        try
        {
            return await Task.Run(() => probe.CheckAsync(limited.Token), CancellationToken.None)
                .WaitAsync(limited.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return CheckLine.ToDo(probe.Name, $"no answer within {limit.TotalSeconds:0} s: run this again");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return CheckLine.ToDo(probe.Name, e.Message.ReplaceLineEndings(" "));
        }
    }
}
