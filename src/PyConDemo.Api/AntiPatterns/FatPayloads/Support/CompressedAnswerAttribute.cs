namespace PyConDemo.Api.AntiPatterns.FatPayloads.Support;

/// <summary>On a handler: its answers are compressed, over HTTPS too. So neither a secret nor the caller's own text may be in them.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CompressedAnswerAttribute : Attribute;
