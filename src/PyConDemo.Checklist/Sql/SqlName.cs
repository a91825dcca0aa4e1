namespace PyConDemo.Checklist.Sql;

internal static class SqlName
{
    /// <summary>A name in SQL, as the database's catalog has it.</summary>
    public static string Unquote(string name)
        => name.StartsWith('"') ? name.Trim('"') : name.ToLowerInvariant();
}
