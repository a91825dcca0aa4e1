namespace PyConDemo.Checklist.Recording;

/// <summary>HTTP calls to one host.</summary>
internal sealed record Outbound(string Host, long Calls, TimeSpan Time);
