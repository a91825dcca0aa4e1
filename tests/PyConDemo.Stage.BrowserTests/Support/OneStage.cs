namespace PyConDemo.Stage.BrowserTests.Support;

/// <summary>All tests run one after the other, because two races at once would disturb each other.</summary>
[CollectionDefinition]
public sealed class OneStage;
