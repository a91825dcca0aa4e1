using Microsoft.Extensions.Configuration;

namespace PyConDemo.Checklist.Settings;

/// <summary>Reads values of a configuration section, and remembers what is wrong. It needs no reflection, so it works
/// with native AOT.</summary>
/// <param name="section">Null if there is no configuration: then each value stays as it is.</param>
/// <param name="errors">Gets one line per error.</param>
internal sealed class SectionReader(IConfigurationSection? section, string path, List<string> errors)
{
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The section's value; the given one if the section has none.</summary>
    public T Read<T>(string name, T value)
        where T : IParsable<T>
    {
        _known.Add(name);
        if (section?[name] is not { Length: > 0 } text) return value;
        if (T.TryParse(text, CultureInfo.InvariantCulture, out var parsed)) return parsed;
        errors.Add($"{path}:{name} is '{text}', which is no {KindOf<T>()}.");
        return value;
    }

    /// <summary>The same for a value that nobody needs to set.</summary>
    public T? ReadOptional<T>(string name, T? value)
        where T : struct, IParsable<T>
    {
        _known.Add(name);
        return section?[name] is { Length: > 0 } ? Read(name, value.GetValueOrDefault()) : value;
    }

    /// <summary>The same for a number or time that must be more than zero.</summary>
    /// <param name="max">The largest allowed value; null if there is no limit.</param>
    public T ReadPositive<T>(string name, T value, T? max = null)
        where T : struct, IParsable<T>, IComparable<T>, IFormattable
    {
        var read = Read(name, value);
        // A double that is not a number compares as less than every number.
        if (read.CompareTo(default) > 0 && (max is null || read.CompareTo(max.Value) <= 0)) return read;
        var limit = max is null ? "more than zero" : FormattableString.Invariant($"more than zero and at most {max}");
        errors.Add(FormattableString.Invariant($"{path}:{name} must be {limit}, and it is {read}."));
        return value;
    }

    public SectionReader Section(string name) => new(Child(name), $"{path}:{name}", errors);

    /// <summary>The section's own sections, such as the items of a list.</summary>
    public IEnumerable<(string Name, SectionReader Section)> Sections(string name)
        => from child in Child(name)?.GetChildren() ?? []
           select (child.Key, new SectionReader(child, $"{path}:{name}:{child.Key}", errors));

    /// <summary>The same section for another reading, whose errors are already known.</summary>
    public SectionReader Again() => new(section, path, []);

    public void Fail(string error) => errors.Add($"{path}: {error}");

    /// <summary>Ends the reading of a section: everything in it that was not read is an error.</summary>
    public T Done<T>(T read)
    {
        RejectUnknown();
        return read;
    }

    /// <inheritdoc cref="Done"/>
    public void RejectUnknown()
    {
        foreach (var child in section?.GetChildren() ?? [])
            if (!_known.Contains(child.Key)) errors.Add($"{path}:{child.Key} is no setting of the checklist.");
    }

    private IConfigurationSection? Child(string name)
    {
        _known.Add(name);
        return section?.GetSection(name);
    }

    private static string KindOf<T>()
        => typeof(T) == typeof(bool) ? "true or false" : typeof(T) == typeof(TimeSpan) ? "time" : "number";
}
