namespace PyConDemo.Api.QueryPlans;

/// <summary>A pair as its author sees it.</summary>
/// <param name="Slug">The anti-pattern's.</param>
/// <param name="Lanes">In the catalog's order.</param>
/// <param name="Readme">The folder's README.md, Markdown.</param>
public sealed record PatternSource(string Slug, IReadOnlyList<LaneSource> Lanes, string Readme);
