namespace PyConDemo.Checklist.Reporting;

/// <summary>With the setting `Checklist:Raise`, a request broke a rule. The message is the evidence.</summary>
public sealed class UnhealthyRequestException : Exception
{
    internal UnhealthyRequestException(string route, IReadOnlyList<Finding> findings)
        : base(string.Join(Environment.NewLine, [$"'{route}' is not healthy.", .. findings.Select(f => f.ToString())]))
        => Findings = findings;

    /// <summary>The broken rules.</summary>
    public IReadOnlyList<Finding> Findings { get; }
}
