// The races take longest, and mostly wait. They shall begin with the first tests.
[assembly: Xunit.v3.Parallelization(MaxThreads = 4)]

namespace PyConDemo.Stage.BrowserTests.Support;

/// <summary>Tests that race on the fixture's stage run one after the other: it runs one race at a time, and its pages show
/// the lanes of the last one.</summary>
[CollectionDefinition]
public sealed class OneStage;
