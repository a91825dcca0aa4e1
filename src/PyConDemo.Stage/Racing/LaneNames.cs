namespace PyConDemo.Stage.Racing;

/// <summary>Reads and checks the lane names that a user gives.</summary>
public static class LaneNames
{
    /// <param name="option">The option's name, with which the message begins.</param>
    /// <exception cref="InvalidInputException">There are not two or three names, or one is empty.</exception>
    public static IReadOnlyList<string> Parse(string text, string option)
    {
        var names = text.Split(',', StringSplitOptions.TrimEntries);
        return names.Length is 2 or 3 && !names.Contains("") ? names
            : throw new InvalidInputException($"{option} takes two or three names: bad,good.");
    }

    /// <summary>Checks the lanes of patterns that the user named.</summary>
    /// <exception cref="InvalidInputException">A pattern lacks a lane; the message suggests a similar name.</exception>
    public static void Check(IReadOnlyList<string> names, IEnumerable<LaneList> patterns)
    {
        foreach (var pattern in patterns)
        {
            if (names.FirstOrDefault(name => !pattern.Names.Contains(name)) is { } missing)
                throw Pattern.NoLane(pattern.Slug, missing, pattern.Names);
        }
    }

    /// <summary>Checks the lanes of all patterns when the user named none. Not all patterns have a next step.</summary>
    /// <exception cref="InvalidInputException">A pattern lacks a lane; the message names the others.</exception>
    public static void CheckAll(IReadOnlyList<string> names, IReadOnlyList<LaneList> all)
    {
        foreach (var name in names)
        {
            var having = all.Where(p => p.Names.Contains(name)).Select(p => p.Slug).ToArray();
            if (having.Length == all.Count) continue;
            var known = all.SelectMany(p => p.Names).Distinct();
            throw new InvalidInputException(having.Length == 0
                ? $"No pattern has a lane '{name}'.{Spelling.Hint(name, known)}"
                : $"Only {string.Join(" and ", having)} {(having.Length == 1 ? "has" : "have")} a lane '{name}'. "
                    + $"Name the pattern: race {having[0]} --lanes {string.Join(',', names)}");
        }
    }
}

/// <summary>The names of one anti-pattern's lanes.</summary>
public sealed record LaneList(string Slug, IReadOnlyList<string> Names)
{
    public static LaneList Of(Pattern pattern) => new(pattern.Slug, [.. pattern.Lanes.Select(l => l.Name)]);
}
