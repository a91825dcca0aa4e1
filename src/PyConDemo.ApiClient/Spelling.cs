namespace PyConDemo.ApiClient;

/// <summary>Suggests the name that a user probably meant.</summary>
public static class Spelling
{
    /// <returns>" Did you mean 'x'?", or the list of known names when none is similar.</returns>
    public static string Hint(string word, IEnumerable<string> known)
    {
        var nearest = known.Select(k => (Name: k, Distance: Distance(word.ToUpperInvariant(), k.ToUpperInvariant())))
            .OrderBy(k => k.Distance).ToArray();
        return nearest is [var best, ..] && best.Distance <= Math.Max(2, word.Length / 3)
            ? $" Did you mean '{best.Name}'?" : $" There are: {string.Join(", ", known)}.";
    }

    /// <summary>The Levenshtein distance: the number of letters to insert, delete or replace.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(Math.Min(row[j], row[j - 1]) + 1, replaced);
            }
        }

        return row[^1];
    }
}
