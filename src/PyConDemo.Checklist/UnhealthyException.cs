using PyConDemo.Checklist.Rules;

namespace PyConDemo.Checklist;

/// <summary>A measurement was not passed. Every test framework shows its message, which is the evidence.</summary>
public sealed class UnhealthyException : Exception
{
    internal UnhealthyException(string measurement, IReadOnlyList<Finding> findings)
        : base(string.Join(Environment.NewLine, findings.Select(f => f.ToString()).Prepend($"The measurement '{measurement}' is not healthy.")))
        => Findings = findings;

    internal UnhealthyException(string message)
        : base(message)
    {
    }

    /// <summary>The rules that were broken; none when a budget was exceeded.</summary>
    public IReadOnlyList<Finding> Findings { get; } = [];
}
