namespace PyConDemo.Checklist;

/// <summary>An assertion on a <see cref="Measurement"/> failed, or a test run had new findings. The message is the
/// evidence: each finding with its statement, its line of code and a fix; or each cost over its limit, with the
/// statements.</summary>
public sealed class UnhealthyException : Exception
{
    private UnhealthyException(IEnumerable<string> lines, IReadOnlyList<Finding> findings)
        : base(string.Join(Environment.NewLine, lines)) => Findings = findings;

    /// <summary>The broken rules; empty if a cost was over its limit.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    internal static UnhealthyException Broken(string measurement, IReadOnlyList<Finding> findings)
        => new([$"'{measurement}' is not healthy.", .. findings.Select(f => f.ToString())], findings);

    internal static UnhealthyException NewFindings(IReadOnlyList<Finding> findings, string howToAccept)
        => new(
            [$"The test run has new findings: {findings.Count}.", .. findings.Select(f => f.ToString()), howToAccept],
            findings);

    internal static UnhealthyException OverLimit(
        string measurement, IReadOnlyList<string> excesses, IReadOnlyList<StatementShape> shapes)
        => new([$"'{measurement}' is over its limit: {string.Join("; ", excesses)}.", .. shapes.Select(Describe)], []);

    private static string Describe(StatementShape shape) => FormattableString.Invariant(
        $"  {shape.Count} x ({shape.Rows} rows read, {shape.Affected} affected) {shape.Sql}");
}
