using System.Text.RegularExpressions;

namespace PyConDemo.Api.Hosting;

/// <summary>Checks the names and the forms of settings. The binder takes more than anybody means: 1 as one day,
/// 24:00:00 as 24 days, 0x1E as 30, and 1 as a member of an enum. So one form of each type is accepted.</summary>
public static partial class SettingForms
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <summary>What is wrong with the section of a settings record, in one line. Null if its names are known and its
    /// values have the right form.</summary>
    public static string? Problem<T>(IConfigurationSection section)
    {
        var properties = typeof(T).GetProperties()
            .Where(property => property.SetMethod is not null)
            .ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var setting in section.GetChildren())
        {
            var name = $"{section.Key}__{setting.Key}";
            if (!properties.TryGetValue(setting.Key, out var property))
                return $"{name} is unknown. {section.Key} has {string.Join(", ", properties.Keys)}.";
            if (setting.Value is { } text && Problem(text, property.PropertyType) is { } problem)
                return $"{name}: '{text.ReplaceLineEndings(" ")}' {problem}";
        }

        return null;
    }

    private static string? Problem(string text, Type type)
    {
        if (type == typeof(TimeSpan) && !Duration().IsMatch(text))
            return "is not a duration such as 00:00:30 (hours, minutes, seconds) or 1.00:00:00 (one day).";
        if (type == typeof(bool) && !bool.TryParse(text, out _))
            return "is neither true nor false.";
        if (type == typeof(int) && !int.TryParse(text, NumberStyles.AllowLeadingSign, Invariant, out _))
            return "is not a whole number, or it is too large.";
        var names = type.IsEnum ? Enum.GetNames(type) : [text];
        return names.Contains(text, StringComparer.OrdinalIgnoreCase)
            ? null : $"is none of {string.Join(", ", names).ToLowerInvariant()}.";
    }

    [GeneratedRegex(@"^([0-9]{1,7}\.)?([01][0-9]|2[0-3])(:[0-5][0-9]){2}(\.[0-9]{1,7})?\z")]
    private static partial Regex Duration();
}
