using System.Diagnostics;
using PyConDemo.Checklist.Rules;

namespace PyConDemo.Checklist.Reporting;

/// <summary>A request with all that its verdict needs, also a second one.</summary>
/// <param name="Request">What it cost.</param>
/// <param name="Facts">What else is known about it.</param>
/// <param name="Route">Its route.</param>
/// <param name="Rules">Its route's rules.</param>
/// <param name="Span">Its span, for events.</param>
internal sealed record RuleInput(MeasuredRequest Request, RequestFacts Facts, RouteState Route, RouteRules Rules, Activity? Span);
