namespace PyConDemo.Checklist.Sql;

/// <summary>Finds the parameters that a text names.</summary>
internal static class SqlParameters
{
    /// <param name="name">As it is in the text: `@name`, `:name` or `$1`.</param>
    /// <returns>Null if there is no such parameter.</returns>
    public static NpgsqlParameter? Find(ReadOnlySpan<char> name, NpgsqlParameterCollection parameters)
    {
        // Npgsql too finds a name without regard to case.
        if (name[0] != '$') return parameters.TryGetValue(name[1..].ToString(), out var named) ? named : null;
        var isKnown = int.TryParse(name[1..], CultureInfo.InvariantCulture, out var position)
            && position >= 1 && position <= parameters.Count;
        return isKnown ? parameters[position - 1] : null;
    }
}
