using PyConDemo.Stage.Racing;

namespace PyConDemo.Stage.Page.Evidence;

/// <summary>The evidence of a race's lanes at one position of the dial.</summary>
/// <param name="Dial">Null where the pattern has none.</param>
/// <param name="Turns">How the dial is turned: by the page's slider unless it is the data's scale.</param>
/// <param name="Grows">The count that the pattern is about.</param>
public sealed record WhyPage(string Slug, long? Dial, DialKind Turns, GrowthCost Grows, IReadOnlyList<LaneWhy> Lanes);
