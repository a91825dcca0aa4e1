namespace PyConDemo.Stage.Racing.Results;

/// <summary>A number of one pattern's own, of both lanes. A null was not measured.</summary>
public sealed record Extra(string Name, string Unit, double? First, double? Second);
