namespace PyConDemo.Checklist.Rules;

/// <summary>A rule that was broken, with its evidence.</summary>
public sealed record Finding
{
    /// <summary>The rule's slug, one of <see cref="HealthRules"/>.</summary>
    public required string Rule { get; init; }

    /// <summary>What happened, in one sentence with its numbers.</summary>
    public required string What { get; init; }

    /// <summary>How much: rows, bytes, commands or milliseconds, as <see cref="Unit"/> says. Larger is worse.</summary>
    public required double Amount { get; init; }

    /// <summary>The unit of <see cref="Amount"/>.</summary>
    public required string Unit { get; init; }

    /// <summary>The route, or the measurement's name.</summary>
    public string Route { get; init; } = "";

    /// <summary>The statement's normalised SQL; null when no statement is to blame.</summary>
    public string? Statement { get; init; }

    /// <summary>The program's line that sent it, as `File.cs:12 in Type.Method`; null when unknown.</summary>
    public string? Source { get; init; }

    /// <summary>The statement whose rows were probably looped over (N+1 only).</summary>
    public string? Parent { get; init; }

    /// <summary>Why it hurts, in one sentence.</summary>
    public required string Why { get; init; }

    /// <summary>What to do, with the shape of the fix.</summary>
    public required string Fix { get; init; }

    /// <summary>All of it as a few lines of text.</summary>
    public override string ToString() => string.Join("\n  ", new[]
    {
        $"{Rule}: {What}",
        Route.Length > 0 ? $"where: {Route}" : null,
        Statement is null ? null : $"statement: {Statement}",
        Parent is null ? null : $"after: {Parent}",
        Statement is null ? null : $"source: {Source ?? "unknown"}",
        $"why: {Why}",
        $"fix: {Fix}",
    }.OfType<string>());
}
