namespace PyConDemo.ApiClient;

/// <summary>The target is this demo, but has no such thing: a page or a queue that its data is too small for, for instance.</summary>
public sealed class TargetDeclinedException(string detail) : StageException(ExitCode.CannotStart, detail);
