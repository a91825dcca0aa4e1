namespace PyConDemo.Checklist.Recording;

/// <summary>Why the checklist could not look at a database's sessions.</summary>
/// <param name="Reason">One sentence.</param>
/// <param name="IsPermanent">True if trying again would not help.</param>
internal sealed record BlindSpot(SessionMonitor Monitor, string Reason, bool IsPermanent)
{
    /// <summary>The host and the database.</summary>
    public string Database => Monitor.Database;

    /// <summary>True once per data source, for the log.</summary>
    public bool IsNews() => Monitor.IsFirstNews();
}
