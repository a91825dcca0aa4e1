namespace PyConDemo.Api.AntiPatterns.NPlusOne.Support;

public static class CancellableLoop
{
    /// <summary>Ends a loop over posts when the client has left. Otherwise, queries in it would go on.</summary>
    public static IEnumerable<PostItem> Until(this IEnumerable<PostItem> posts, CancellationToken cancellationToken)
    {
        foreach (var post in posts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return post;
        }
    }
}
