namespace PyConDemo.Checklist.Rules;

/// <summary>A program waits for advisory locks on purpose, so they break no rule, but the client waits too.</summary>
internal static class AdvisoryWaits
{
    public static Observation? Find(Observations limits, SqlVitals vitals)
    {
        var time = vitals.AdvisoryWaitTime;
        if (time < limits.AdvisoryWait) return null;
        var longest = vitals.LockWaits.Where(w => w.Kind == LockKind.Advisory).MaxBy(w => w.Time);
        var holder = longest?.Holder is { } request ? $" that {request} held" : "";
        return Observation.Create(
            ObservationKinds.AdvisoryWait, time.TotalMilliseconds, "ms",
            $"The request waited {time.TotalMilliseconds:N0} ms for an advisory lock{holder}.",
            "Hold the lock for a shorter time, or don't wait: use `pg_try_advisory_xact_lock`, and answer 409 or try "
                + "again in the background.",
            longest?.Shape);
    }
}
