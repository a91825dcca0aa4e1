namespace PyConDemo.Load.Tests;

/// <summary>Tests that measure time run alone, because other tests would use the processor.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class ClockWork;
