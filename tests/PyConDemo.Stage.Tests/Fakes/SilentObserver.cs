using PyConDemo.Stage.Racing;

namespace PyConDemo.Stage.Tests.Fakes;

/// <summary>An observer that ignores everything.</summary>
public sealed class SilentObserver : IRaceObserver;
