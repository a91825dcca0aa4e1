namespace PyConDemo.Stage.Page.Sources;

/// <summary>
/// One lane's file as rows to show; a row without a number stands next to one that only the other lane has.
/// </summary>
/// <param name="Folds">What each fold hides in this pane, by its number: "6 equal lines".</param>
public sealed record SourcePane(
    string Lane, string File, string Text, IReadOnlyList<SourceLine> Lines, IReadOnlyList<string> Folds);
