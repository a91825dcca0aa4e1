using System.Text.Json.Serialization;

namespace PyConDemo.Checklist.Rules;

/// <summary>One rule's result for one request or measurement.</summary>
/// <param name="Rule">The rule's slug.</param>
/// <param name="State">The result.</param>
/// <param name="Finding">The evidence if the rule is broken, even if it is suppressed.</param>
/// <param name="Note">Why the rule is suppressed, what was not seen, or what else was seen.</param>
public sealed record RuleResult(string Rule, HealthState State, Finding? Finding = null, string? Note = null)
{
    /// <summary>When and how often a route's requests showed the finding; null for a single request.</summary>
    public FindingHistory? History { get; init; }
}

/// <summary>The possible results. For several requests, a later value outweighs an earlier one.</summary>
public enum HealthState
{
    /// <summary>Too little was seen to decide. It is never shown as green.</summary>
    NotSeen,

    /// <summary>The rule is kept.</summary>
    Healthy,

    /// <summary>The rule does not apply, for a given reason.</summary>
    [JsonStringEnumMemberName("silenced")] // its name in version 1 of the JSON
    Suppressed,

    /// <summary>The rule is broken.</summary>
    Unhealthy,
}

/// <summary>A broken rule with its evidence.</summary>
public sealed record Finding
{
    /// <summary>The rule's slug, one of <see cref="HealthRules"/>.</summary>
    public required string Rule { get; init; }

    /// <summary>What happened: one sentence with numbers.</summary>
    public required string What { get; init; }

    /// <summary>The size of the problem, in <see cref="Unit"/>. Larger is worse.</summary>
    public required double Amount { get; init; }

    /// <summary>Rows, bytes, bytes per item, characters, commands, statements or ms.</summary>
    public required string Unit { get; init; }

    /// <summary>The method and route, such as `GET /orders/{id}`, or the measurement's name.</summary>
    public string Route { get; init; } = "";

    /// <summary>The statement's normalised SQL; null if no single statement is the cause.</summary>
    public string? Statement { get; init; }

    /// <summary>The comment that the statement begins with, such as the text of EF Core's `TagWith`; null without
    /// one.</summary>
    public string? Comment { get; init; }

    /// <summary>The line of code that sent it, as `File.cs:12 in Type.Method`; null if unknown.</summary>
    public string? Source { get; init; }

    /// <summary>The statement whose rows the code probably looped over (N+1 only).</summary>
    public string? Parent { get; init; }

    /// <summary>Why it hurts, in one sentence.</summary>
    public required string Why { get; init; }

    /// <summary>How to fix it, with an example.</summary>
    public required string Fix { get; init; }

    /// <summary>The finding as a few lines of text.</summary>
    public override string ToString() => string.Join("\n  ", new[]
    {
        $"{Rule}: {What}",
        Route.Length > 0 ? $"where: {Route}" : null,
        Statement is null ? null : $"statement: {Statement}",
        Comment is null ? null : $"tag: {Comment}",
        Parent is null ? null : $"after: {Parent}",
        Statement is null ? null : $"source: {Source ?? "unknown"}",
        $"why: {Why}",
        $"fix: {Fix}",
    }.OfType<string>());
}
