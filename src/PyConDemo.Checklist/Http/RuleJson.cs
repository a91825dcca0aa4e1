using PyConDemo.Checklist.Rules;

namespace PyConDemo.Checklist.Http;

/// <summary>One rule's result as JSON; its state is `notSeen`, `healthy`, `silenced` or `unhealthy`.</summary>
internal sealed record RuleJson(string Rule, HealthState State, string? Note, Finding? Finding)
{
    public static RuleJson From(RuleResult result) => new(result.Rule, result.State, result.Note, result.Finding);
}
