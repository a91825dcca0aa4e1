namespace PyConDemo.Api.AntiPatterns.NPlusOne;

/// <summary>The latest posts. The post with the highest id comes first.</summary>
/// <param name="Posts">At most as many as were asked for.</param>
public sealed record NPlusOneResult(IReadOnlyList<PostItem> Posts);

/// <summary>The fields of a post that the list shows.</summary>
/// <param name="CreatedAt">In UTC.</param>
/// <param name="Author">The author's name. It is in another table, and that makes N+1 queries possible.</param>
public sealed record PostItem(int Id, string Title, DateTime CreatedAt, string Author)
{
    /// <summary>The most posts per request. More would be a fat payload, which is another anti-pattern.</summary>
    public const int MaxPosts = 1_000;
}
