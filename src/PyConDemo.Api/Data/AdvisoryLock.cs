namespace PyConDemo.Api.Data;

/// <summary>The keys of the demo's advisory locks, all in one place: two uses of one key would wait for each other.</summary>
public static class AdvisoryLock
{
    /// <summary>The first key of each: the demo's own, so that a shared server's other programs are not met.</summary>
    public const int Space = 778469;

    /// <summary>Held by the one who seeds; seed/00-begin.sql takes it too.</summary>
    public const int Seed = 1;

    /// <summary>Shared by the sessions that load for a seeder: they may outlive it.</summary>
    public const int SeedLoader = 2;

    /// <summary>Held while the dashboard's view is refreshed.</summary>
    public const int DashboardRefresh = 3;

    /// <summary>Held while a report is added to the queue, whose length is counted first.</summary>
    public const int ReportQueue = 4;
}
