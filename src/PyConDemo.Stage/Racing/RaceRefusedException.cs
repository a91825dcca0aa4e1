namespace PyConDemo.Stage.Racing;

/// <summary>The race ran, but its numbers cannot be trusted; the message says why in one line.</summary>
public sealed class RaceRefusedException(string message) : Exception(message);
