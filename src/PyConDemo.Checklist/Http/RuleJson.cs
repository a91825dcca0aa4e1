using System.Text.Json;

namespace PyConDemo.Checklist.Http;

/// <summary>One rule's word as JSON: `notSeen`, `healthy`, `silenced` or `unhealthy`.</summary>
internal sealed record RuleJson(string Rule, string State, string? Note, Finding? Finding)
{
    public static RuleJson Of(RuleResult result)
        => new(result.Rule, JsonNamingPolicy.CamelCase.ConvertName(result.State.ToString()), result.Note, result.Finding);
}
