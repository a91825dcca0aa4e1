namespace PyConDemo.Api.AntiPatterns.FatPayloads.Machinery;

/// <summary>Marks an endpoint whose answers are compressed, over HTTPS too: neither a secret nor the caller's own text may be in them.</summary>
public sealed class CompressedRoute;
