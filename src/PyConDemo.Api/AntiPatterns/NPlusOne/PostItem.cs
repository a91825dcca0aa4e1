namespace PyConDemo.Api.AntiPatterns.NPlusOne;

/// <summary>What the list shows of a post.</summary>
/// <param name="CreatedAt">UTC.</param>
/// <param name="Author">The author's name: it lives in another table, and that is the whole story.</param>
public sealed record PostItem(int Id, string Title, DateTime CreatedAt, string Author)
{
    /// <summary>Posts per request, at most: more would be a fat payload, another anti-pattern.</summary>
    public const int MaxPosts = 1_000;
}
