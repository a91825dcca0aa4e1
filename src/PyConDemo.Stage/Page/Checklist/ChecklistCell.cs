namespace PyConDemo.Stage.Page.Checklist;

/// <summary>What the pattern's rule says of one lane.</summary>
/// <param name="State">waiting, measuring, or the API's own word: healthy, unhealthy, silenced, notSeen.</param>
/// <param name="What">The finding's sentence, or why nothing was seen.</param>
public sealed record ChecklistCell(string Lane, string State, string? What);
