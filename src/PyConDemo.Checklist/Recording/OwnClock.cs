namespace PyConDemo.Checklist.Recording;

/// <summary>The checklist's clock. The program's own can be one that its tests have stopped, and then nothing would
/// take any time.</summary>
internal sealed record OwnClock(TimeProvider Time);
