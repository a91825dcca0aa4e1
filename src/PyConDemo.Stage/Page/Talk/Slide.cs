namespace PyConDemo.Stage.Page.Talk;

/// <summary>One slide of the talk.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Section">The heading that opened its part of the talk; its own on the slide that opens it.</param>
/// <param name="Title">Its heading as plain text.</param>
/// <param name="Slug">The anti-pattern whose race it leads into; null where there is none.</param>
/// <param name="Opens">The first slide of its section.</param>
/// <param name="Html">Heading and body.</param>
/// <param name="Notes">The speaker's, as HTML; empty without any.</param>
public sealed record Slide(int Number, string Section, string Title, string? Slug, bool Opens, string Html, string Notes);
