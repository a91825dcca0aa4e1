namespace PyConDemo.Api.AntiPatterns.NPlusOne.Support;

/// <summary>
/// Ends a loop over posts when the client has left. Without it, a lane that loads in its loop would go on to the last post.
/// </summary>
public static class CancellableLoop
{
    /// <exception cref="OperationCanceledException">The token was cancelled between two posts.</exception>
    public static IEnumerable<PostItem> Until(this IEnumerable<PostItem> posts, CancellationToken cancellationToken)
    {
        foreach (var post in posts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return post;
        }
    }
}
