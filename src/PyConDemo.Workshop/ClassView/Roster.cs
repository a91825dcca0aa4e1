namespace PyConDemo.Workshop.ClassView;

/// <summary>The last report of each attendee. Thread-safe.</summary>
internal sealed class Roster
{
    /// <summary>More attendees than any room has, so that a mistake can't fill the memory.</summary>
    public const int MaxAttendees = 200;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, AttendeeReport> _reports = [];

    /// <summary>Raised after each report, on the thread that brought it.</summary>
    public event Action? Changed;

    /// <summary>The reports in the order of names.</summary>
    public IReadOnlyList<AttendeeReport> Reports
    {
        get
        {
            lock (_lock)
                return [.. _reports.Values.OrderBy(report => report.Name, StringComparer.CurrentCultureIgnoreCase)];
        }
    }

    /// <summary>Keeps a report instead of the attendee's last one.</summary>
    /// <param name="id">The attendee's clone. Two attendees may have the same name.</param>
    /// <returns>False if there is no room for another attendee.</returns>
    public bool Set(string id, AttendeeReport report)
    {
        lock (_lock)
        {
            if (_reports.Count >= MaxAttendees && !_reports.ContainsKey(id)) return false;
            _reports[id] = report;
        }

        Changed?.Invoke();
        return true;
    }
}
