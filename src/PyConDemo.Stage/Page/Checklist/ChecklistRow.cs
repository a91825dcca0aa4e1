namespace PyConDemo.Stage.Page.Checklist;

/// <summary>One line of the talk's closing slide.</summary>
/// <param name="Line">What to do, as the API's list says it.</param>
public sealed record ChecklistRow(string Slug, string Title, string Line, IReadOnlyList<ChecklistCell> Lanes);
