namespace PyConDemo.Checklist.Tests.Support;

/// <summary>One recorded value of an instrument.</summary>
public sealed record RecordedValue<T>(T Value, IReadOnlyDictionary<string, object?> Tags);
