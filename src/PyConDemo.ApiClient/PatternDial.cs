namespace PyConDemo.ApiClient;

/// <summary>What makes a pattern's cost grow.</summary>
/// <param name="Name">The query parameter that it turns, or the pattern's own word for it.</param>
/// <param name="Unit">In the plural: "pages".</param>
public sealed record PatternDial(string Name, string Unit, long Default, long Min, long Max);
