namespace PyConDemo.Api.Diagnostics;

/// <summary>What the bystander route answers: one user.</summary>
public sealed record Bystander(int Id, string Name);
