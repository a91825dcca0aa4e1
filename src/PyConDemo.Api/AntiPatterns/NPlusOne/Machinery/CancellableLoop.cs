namespace PyConDemo.Api.AntiPatterns.NPlusOne.Machinery;

/// <summary>A loop that ends when the client has left. Without it, a lane that loads in its loop would go on to the last item.</summary>
public static class CancellableLoop
{
    /// <exception cref="OperationCanceledException">The token was cancelled between two items.</exception>
    public static IEnumerable<T> Until<T>(this IEnumerable<T> items, CancellationToken cancellationToken)
    {
        foreach (var item in items)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return item;
        }
    }
}
