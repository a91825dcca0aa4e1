namespace PyConDemo.Api.AntiPatterns.NPlusOne;

/// <summary>The latest posts, the one with the highest id first.</summary>
/// <param name="Posts">At most as many as were asked for.</param>
public sealed record NPlusOneResult(IReadOnlyList<PostItem> Posts);
