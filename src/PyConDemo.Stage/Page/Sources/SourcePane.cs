namespace PyConDemo.Stage.Page.Sources;

/// <summary>One lane's file as rows to show; a row without a number stands beside one that only the other lane has.</summary>
public sealed record SourcePane(string Lane, string File, string Text, IReadOnlyList<SourceLine> Lines);
