namespace PyConDemo.Checklist.Recording;

/// <summary>HTTP calls to one host.</summary>
internal sealed record OutboundCalls(string Host, long Calls, TimeSpan Time);
