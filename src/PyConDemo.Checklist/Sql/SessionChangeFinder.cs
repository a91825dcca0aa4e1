using System.Text.RegularExpressions;

namespace PyConDemo.Checklist.Sql;

/// <summary>Finds what a statement does to its session's search path and role. Thread-safe.</summary>
internal sealed partial class SessionChangeFinder
{
    private const RegexOptions Words = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    private readonly SessionChange _change;
    private readonly Match[] _calls = []; // of set_config

    /// <param name="text">The statement as it was sent, because its shape lacks the names that are texts.</param>
    public SessionChangeFinder(string text, string shape)
    {
        foreach (var match in Statement().EnumerateMatches(shape))
            _change = Add(_change, shape.Substring(match.Index, match.Length));
        if (shape.Contains("set_config", StringComparison.OrdinalIgnoreCase))
            _calls = [.. SetConfig().Matches(text).Cast<Match>()];
    }

    /// <param name="parameters">Null if they were not seen. Then the name of a setting that is a parameter can be any.
    /// </param>
    public SessionChange Read(NpgsqlParameterCollection? parameters)
    {
        var change = _change;
        foreach (var call in _calls)
        {
            var name = call.Groups["name"] is { Success: true } literal
                ? literal.Value
                : parameters is null ? null : SqlParameters.Find(call.Groups["parameter"].ValueSpan, parameters)?.Value;
            var settings = name is string known ? Named(known) : SessionSettings.Both;
            change = Set(change, settings, call.Groups["local"].Success);
        }
        return change;
    }

    private static SessionChange Add(SessionChange change, string statement)
    {
        var settings = statement.Contains(" ALL", StringComparison.OrdinalIgnoreCase) ? SessionSettings.Both
            : Role().IsMatch(statement) ? SessionSettings.Role
            : SessionSettings.SearchPath;
        return Reset().IsMatch(statement)
            ? new(change.Resets | settings, change.Sets & ~settings, change.SetsLocally & ~settings)
            : Set(change, settings, Local().IsMatch(statement));
    }

    private static SessionChange Set(SessionChange change, SessionSettings settings, bool isLocal) => isLocal
        ? change with { SetsLocally = change.SetsLocally | settings }
        : change with { Sets = change.Sets | settings };

    private static SessionSettings Named(string name) => name.ToLowerInvariant() switch
    {
        "search_path" => SessionSettings.SearchPath,
        "role" or "session_authorization" => SessionSettings.Role,
        _ => SessionSettings.None,
    };

    [GeneratedRegex(
        @"(?<=^|;\s*)(RESET\s+(ALL|search_path|ROLE|SESSION\s+AUTHORIZATION)|DISCARD\s+ALL"
        + @"|SET\s+((SESSION|LOCAL)\s+)?(search_path\s*(=|TO)\s*DEFAULT|search_path|SCHEMA|ROLE(\s+NONE)?"
        + @"|SESSION\s+AUTHORIZATION(\s+DEFAULT)?))\b", Words)]
    private static partial Regex Statement();

    // With LOCAL, the session's own value returns after the transaction.
    [GeneratedRegex(@"^(RESET|DISCARD)\b|^SET\s+(?!LOCAL\s).*\b(NONE|DEFAULT)$", Words | RegexOptions.Singleline)]
    private static partial Regex Reset();

    [GeneratedRegex(@"\b(ROLE|AUTHORIZATION)\b", Words)]
    private static partial Regex Role();

    [GeneratedRegex(@"^SET\s+LOCAL\b", Words)]
    private static partial Regex Local();

    // The name can also be a parameter.
    [GeneratedRegex(
        @"\bset_config\s*\(\s*('(?<name>[\w.]+)'|(?<parameter>[@:$]\w+))(?=[^()]*,\s*(?<local>true)\s*\))?", Words)]
    private static partial Regex SetConfig();
}
