namespace PyConDemo.Checklist.Rules;

/// <summary>Something costly that none of the six rules is about. It is no finding: it breaks no rule and fails no
/// test.</summary>
public sealed record Observation
{
    /// <summary>One of <see cref="ObservationKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>What happened: one sentence with numbers.</summary>
    public required string What { get; init; }

    /// <summary>The size of the problem, in <see cref="Unit"/>. Larger is worse.</summary>
    public required double Amount { get; init; }

    /// <summary>Rows or ms.</summary>
    public required string Unit { get; init; }

    /// <summary>The normalised SQL of the statement that cost most; null if it is unknown.</summary>
    public string? Statement { get; init; }

    /// <summary>The line of code that sent it, as `File.cs:12 in Type.Method`. The first request that shows a statement
    /// does not know the line yet.</summary>
    public string? Source { get; init; }

    /// <summary>How to fix it, with an example.</summary>
    public required string Fix { get; init; }

    /// <summary>The observation as a few lines of text.</summary>
    public override string ToString() => string.Join("\n  ", new[]
    {
        $"{Kind}: {What}",
        Statement is null ? null : $"statement: {Statement}",
        Statement is null ? null : $"source: {Source ?? "unknown"}",
        $"fix: {Fix}",
    }.OfType<string>());

    internal static Observation Create(
        string kind, double amount, string unit, FormattableString what, string fix, StatementShape? statement)
    {
        // Looking for the line of every statement would cost too much.
        if (statement is { Source: null }) statement.Shape.NeedsSource = true;
        return new()
        {
            Kind = kind,
            What = FormattableString.Invariant(what),
            Amount = amount,
            Unit = unit,
            Statement = statement?.Sql,
            Source = statement?.Source,
            Fix = fix,
        };
    }
}

/// <summary>The kinds of observations.</summary>
public static class ObservationKinds
{
    /// <summary>The request read many rows, and its answer contains few of them.</summary>
    public const string RowsNotSent = "rows-not-sent";

    /// <summary>One statement joined several lists, so that each item of one came with each item of another.</summary>
    public const string CartesianProduct = "cartesian-product";

    /// <summary>One slow statement read many rows to return a few.</summary>
    public const string SlowScan = "slow-scan";

    /// <summary>The request waited for advisory locks.</summary>
    public const string AdvisoryWait = "advisory-wait";
}
