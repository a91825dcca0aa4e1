namespace PyConDemo.Checklist.Sql;

/// <summary>How many of the rows that a CTE changes are among the rows of the outermost statement.</summary>
internal enum PassedRows
{
    All,

    /// <summary>These or fewer, but no other rows.</summary>
    Fewer,

    /// <summary>There can be fewer and more, but the CTE is an upsert of VALUES, which are the most that it changes.
    /// </summary>
    Values,

    /// <summary>There can be fewer and more.</summary>
    Unknown,
}
