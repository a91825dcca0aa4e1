namespace PyConDemo.Checklist.Sql;

/// <summary>What a statement does to the settings of its session that decide which tables a name means.</summary>
internal enum SessionChange
{
    None,

    /// <summary>It sets the search path or the role, so another session would explain other tables.</summary>
    Changes,

    /// <summary>It takes them back.</summary>
    Resets,
}
