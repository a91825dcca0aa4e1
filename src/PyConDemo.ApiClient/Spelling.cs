namespace PyConDemo.ApiClient;

/// <summary>Finds what was meant.</summary>
public static class Spelling
{
    /// <summary>" Did you mean 'x'?", or the list of what there is.</summary>
    public static string Hint(string word, IEnumerable<string> known)
    {
        var nearest = known.Select(k => (k, distance: Distance(word.ToUpperInvariant(), k.ToUpperInvariant())))
            .OrderBy(c => c.distance).ToArray();
        return nearest is [var (best, distance), ..] && distance <= Math.Max(2, word.Length / 3) ? $" Did you mean '{best}'?"
            : $" There are: {string.Join(", ", known)}.";
    }

    /// <summary>Levenshtein's: letters to insert, delete or replace.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
                (row[j], diagonal) = (Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)), row[j]);
        }

        return row[^1];
    }
}
