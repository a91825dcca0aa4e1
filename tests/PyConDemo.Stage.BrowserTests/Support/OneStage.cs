namespace PyConDemo.Stage.BrowserTests.Support;

/// <summary>All tests one after the other: two races at once would measure each other.</summary>
[CollectionDefinition]
public sealed class OneStage;
