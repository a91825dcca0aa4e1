using System.Text.RegularExpressions;

namespace PyConDemo.Checklist.Sql;

/// <summary>Finds what a statement does to its session's search path and role.</summary>
internal static partial class SessionChangeFinder
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
