namespace PyConDemo.Api.Data;

/// <summary>The keys of the demo's advisory locks, all in one place: two uses of one key wait for each other.</summary>
public static class AdvisoryLock
{
    /// <summary>The first key of every lock. It keeps them apart from other programs' locks.</summary>
    public const int Space = 778469;

    /// <summary>The process that seeds holds it. seed/00-begin.sql takes it too.</summary>
    public const int Seed = 1;

    /// <summary>The sessions that load rows for a seeder share it. They may outlive the seeder.</summary>
    public const int SeedLoader = 2;

    /// <summary>Held while the dashboard's view is refreshed.</summary>
    public const int DashboardRefresh = 3;

    /// <summary>Held while a report is added to the queue, because the length of the queue is counted first.</summary>
    public const int ReportQueue = 4;

    /// <summary>Held while the queue of jobs is restored.</summary>
    public const int JobReset = 6;
}
