namespace PyConDemo.Stage.Page.Sources;

/// <param name="Number">From 1. Null for a filler.</param>
/// <param name="Html">Escaped, with spans whose classes name the syntax.</param>
/// <param name="Differs">The other lane has another line here, or none.</param>
/// <param name="Fold">Lines with the same number, from 0, are one row until unfolded. Null: shown at once.</param>
public sealed record SourceLine(int? Number, string Html, bool Differs, int? Fold);
