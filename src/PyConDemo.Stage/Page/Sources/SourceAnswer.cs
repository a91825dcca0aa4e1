namespace PyConDemo.Stage.Page.Sources;

/// <summary>A pair's source as the API tells it.</summary>
/// <param name="Readme">Markdown.</param>
public sealed record SourceAnswer(string Slug, IReadOnlyList<SourceFile> Lanes, string? Readme);
