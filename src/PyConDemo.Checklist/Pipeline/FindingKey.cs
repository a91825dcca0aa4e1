namespace PyConDemo.Checklist.Pipeline;

/// <summary>What makes two findings the same one, also in another run. Amounts and line numbers change, so they are no
/// part of it.</summary>
/// <param name="Unit">Tells the kinds of findings of one rule apart.</param>
/// <param name="Statement">The normalised SQL; null if no single statement is the cause.</param>
internal sealed record FindingKey(string Route, string Rule, string Unit, string? Statement)
{
    public static FindingKey Of(Finding finding)
        => new(finding.Route, finding.Rule, finding.Unit, finding.Statement);

    /// <summary>The keys in an order that is the same on every machine.</summary>
    public static IOrderedEnumerable<T> Sort<T>(IEnumerable<T> items, Func<T, FindingKey> key) => items
        .OrderBy(i => key(i).Route, StringComparer.Ordinal)
        .ThenBy(i => HealthRules.All.ToList().IndexOf(key(i).Rule))
        .ThenBy(i => key(i).Unit, StringComparer.Ordinal)
        .ThenBy(i => key(i).Statement, StringComparer.Ordinal);

    public override string ToString() => $"{Rule} on {Route}{(Statement is null ? "" : $": {Statement}")}";
}
