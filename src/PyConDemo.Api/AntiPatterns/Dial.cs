namespace PyConDemo.Api.AntiPatterns;

/// <summary>What makes an anti-pattern's cost grow.</summary>
/// <param name="Name">The parameter that is turned.</param>
/// <param name="Unit">What it counts.</param>
/// <param name="Default">The value in the lanes' example paths.</param>
/// <param name="Min">The least value that makes sense.</param>
/// <param name="Max">The largest value that the scale has data for.</param>
public sealed record Dial(string Name, string Unit, int Default, int Min, int Max);
