namespace PyConDemo.Workshop;

/// <summary>What the compiler does not understand.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Message">Its number and its words.</param>
internal sealed record CompileError(string File, int Line, string Message);
