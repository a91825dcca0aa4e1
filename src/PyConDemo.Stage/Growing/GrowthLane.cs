namespace PyConDemo.Stage.Growing;

/// <param name="Points">In the order of the dial.</param>
/// <param name="Shapes">By measure: "constant", "linear in the page".</param>
public sealed record GrowthLane(string Label, IReadOnlyList<GrowthPoint> Points, IReadOnlyDictionary<string, string> Shapes);
