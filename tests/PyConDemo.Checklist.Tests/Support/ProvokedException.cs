namespace PyConDemo.Checklist.Tests.Support;

/// <summary>A test throws this inside the checklist, so the checklist may hide it.</summary>
public sealed class ProvokedException() : Exception("on purpose");
