namespace PyConDemo.Stage.Tests.Fakes;

/// <summary>A lane that does nothing, for a while, for at most so many at once.</summary>
public sealed record FakeLane(TimeSpan Takes, int Doors, int Commands);
