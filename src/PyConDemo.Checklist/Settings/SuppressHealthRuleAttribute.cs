namespace PyConDemo.Checklist.Settings;

/// <summary>Suppresses a rule on a controller, an action, a Razor page's model, or a route's handler. The page shows
/// the reason, and findings are not reported.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class SuppressHealthRuleAttribute : Attribute
{
    /// <inheritdoc cref="Suppression(string, string, string)"/>
    public SuppressHealthRuleAttribute(string rule, string reason)
    {
        Suppression.Check(rule, reason);
        (Rule, Reason) = (rule, reason);
    }

    public string Rule { get; }
    public string Reason { get; }
}
