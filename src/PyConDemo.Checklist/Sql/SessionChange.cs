using System.Text.RegularExpressions;

namespace PyConDemo.Checklist.Sql;

/// <summary>What a statement does to the settings of its session that decide which tables a name means.</summary>
internal enum SessionChange
{
    None,

    /// <summary>It sets the search path or the role, so another session would explain other tables.</summary>
    Changes,

    /// <summary>It takes them back.</summary>
    Resets,
}

internal static partial class SessionChanges
{
    private const RegexOptions Words = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    /// <param name="text">The statement as it was sent, because its shape lacks the names that are texts.</param>
    public static SessionChange Find(string text, string shape)
    {
        var rest = Reset().Replace(shape, "");
        if (Set().IsMatch(rest)) return SessionChange.Changes;
        if (rest.Contains("set_config", StringComparison.OrdinalIgnoreCase) && SetConfig().IsMatch(text))
            return SessionChange.Changes;
        return rest.Length < shape.Length ? SessionChange.Resets : SessionChange.None;
    }

    [GeneratedRegex(
        @"(^|;\s*)(RESET\s+(ALL|search_path|ROLE|SESSION\s+AUTHORIZATION)|DISCARD\s+ALL|SET\s+ROLE\s+NONE"
        + @"|SET\s+search_path\s*(=|TO)\s*DEFAULT|SET\s+SESSION\s+AUTHORIZATION\s+DEFAULT)\b", Words)]
    private static partial Regex Reset();

    [GeneratedRegex(
        @"(^|;\s*)SET\s+((SESSION|LOCAL)\s+)?(search_path|SCHEMA|ROLE|SESSION\s+AUTHORIZATION)\b", Words)]
    private static partial Regex Set();

    // The name can also be a parameter.
    [GeneratedRegex(@"\bset_config\s*\(\s*('(search_path|role|session_authorization)'|[@:$])", Words)]
    private static partial Regex SetConfig();
}
