namespace PyConDemo.Stage.Page.Sources;

/// <summary>One lane's file, exactly as it was compiled.</summary>
public sealed record SourceFile(string Lane, string File, string Text);
