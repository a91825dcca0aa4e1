namespace PyConDemo.Checklist.Tests.Support;

/// <summary>Tests that measure the whole process, and so run after all others, one by one.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
