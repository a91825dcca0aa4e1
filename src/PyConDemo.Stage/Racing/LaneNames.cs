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
    public static void Check(IReadOnlyList<string> names, IEnumerable<Pattern> patterns)
    {
        foreach (var pattern in patterns)
            foreach (var name in names) pattern.Lane(name);
    }

    /// <summary>Checks the lanes of all patterns when the user named none. Not all patterns have a next step.</summary>
    /// <exception cref="InvalidInputException">A pattern lacks a lane; the message names the others.</exception>
    public static void CheckAll(IReadOnlyList<string> names, IReadOnlyList<Pattern> all)
    {
        foreach (var name in names)
        {
            var having = all.Where(p => p.Has(name)).Select(p => p.Slug).ToArray();
            if (having.Length == all.Count) continue;
            var known = all.SelectMany(p => p.Lanes).Select(l => l.Name).Distinct();
            throw new InvalidInputException(having.Length == 0
                ? $"No pattern has a lane '{name}'.{Spelling.Hint(name, known)}"
                : $"Only {string.Join(" and ", having)} {(having.Length == 1 ? "has" : "have")} a lane '{name}'. "
                    + $"Name the pattern: race {having[0]} --lanes {string.Join(',', names)}");
        }
    }
}
