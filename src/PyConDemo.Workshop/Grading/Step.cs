namespace PyConDemo.Workshop.Grading;

/// <summary>One thing that an exercise's lane must do.</summary>
/// <param name="Name">As the attendee reads it beside a tick.</param>
/// <param name="CheckAsync">Throws a <see cref="RefusalException"/> when it does not.</param>
internal sealed record Step(string Name, Func<GradedApis, CancellationToken, Task> CheckAsync);
