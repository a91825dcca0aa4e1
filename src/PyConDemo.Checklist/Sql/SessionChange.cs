namespace PyConDemo.Checklist.Sql;

/// <summary>The settings of a session that decide which tables a name means. Another session would explain other
/// tables.</summary>
[Flags]
internal enum SessionSettings
{
    None = 0,
    SearchPath = 1,
    Role = 2,
    Both = SearchPath | Role,
}

/// <summary>What a statement does to these settings of its session.</summary>
/// <param name="Resets">It takes these back, before it sets others.</param>
/// <param name="Sets">It sets these.</param>
/// <param name="SetsLocally">It sets these until its transaction ends.</param>
internal readonly record struct SessionChange(
    SessionSettings Resets, SessionSettings Sets, SessionSettings SetsLocally);
