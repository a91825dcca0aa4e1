namespace PyConDemo.Load.Tests;

/// <summary>Tests that look at the clock run when no other test burns the processor.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class ClockWork;
