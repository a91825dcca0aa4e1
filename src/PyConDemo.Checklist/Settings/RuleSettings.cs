namespace PyConDemo.Checklist.Settings;

/// <summary>The rules' thresholds as settings. A rule's new threshold needs a line here.</summary>
internal static class RuleSettings
{
    /// <summary>Returns the rules with the section's thresholds. It also checks those that are not in the section.
    /// </summary>
    public static RuleSet Read(RuleSet rules, SectionReader section)
    {
        var read = rules with
        {
            LongRequests = Read(rules.LongRequests, section.Section(nameof(rules.LongRequests))),
            OffsetPagination = Read(rules.OffsetPagination, section.Section(nameof(rules.OffsetPagination))),
            NPlusOne = Read(rules.NPlusOne, section.Section(nameof(rules.NPlusOne))),
            HotAggregations = Read(rules.HotAggregations, section.Section(nameof(rules.HotAggregations))),
            FatPayloads = Read(rules.FatPayloads, section.Section(nameof(rules.FatPayloads))),
            RowLocking = Read(rules.RowLocking, section.Section(nameof(rules.RowLocking))),
            Observations = Read(rules.Observations, section.Section(nameof(rules.Observations))),
        };
        section.RejectUnknown();
        return read;
    }

    private static LongRequests Read(LongRequests rule, SectionReader section) => section.Done(rule with
    {
        Threshold = section.ReadPositive(nameof(rule.Threshold), rule.Threshold),
        Requests = section.ReadPositive(nameof(rule.Requests), rule.Requests, max: AppTimes.Capacity),
    });

    private static OffsetPagination Read(OffsetPagination rule, SectionReader section) => section.Done(rule with
    {
        Rows = section.ReadPositive(nameof(rule.Rows), rule.Rows),
    });

    private static NPlusOne Read(NPlusOne rule, SectionReader section) => section.Done(rule with
    {
        Repeats = section.ReadPositive(nameof(rule.Repeats), rule.Repeats),
        Duplicates = section.ReadPositive(nameof(rule.Duplicates), rule.Duplicates),
    });

    private static HotAggregations Read(HotAggregations rule, SectionReader section) => section.Done(rule with
    {
        Rows = section.ReadPositive(nameof(rule.Rows), rule.Rows),
        Requests = section.ReadPositive(nameof(rule.Requests), rule.Requests, max: RecentAggregates.Capacity),
    });

    private static FatPayloads Read(FatPayloads rule, SectionReader section) => section.Done(rule with
    {
        BytesPerItem = section.ReadPositive(nameof(rule.BytesPerItem), rule.BytesPerItem),
        BodyBytes = section.ReadPositive(nameof(rule.BodyBytes), rule.BodyBytes),
        UncompressedBytes = section.ReadPositive(nameof(rule.UncompressedBytes), rule.UncompressedBytes),
        Base64Characters = section.ReadPositive(nameof(rule.Base64Characters), rule.Base64Characters),
    });

    private static RowLocking Read(RowLocking rule, SectionReader section) => section.Done(rule with
    {
        LockedRows = section.ReadPositive(nameof(rule.LockedRows), rule.LockedRows),
        ChangedRows = section.ReadPositive(nameof(rule.ChangedRows), rule.ChangedRows),
        Wait = section.ReadPositive(nameof(rule.Wait), rule.Wait),
        Held = section.ReadPositive(nameof(rule.Held), rule.Held),
    });

    private static Observations Read(Observations limits, SectionReader section) => section.Done(limits with
    {
        Enabled = section.Read(nameof(limits.Enabled), limits.Enabled),
        Requests = section.ReadPositive(nameof(limits.Requests), limits.Requests, max: RecentAggregates.Capacity),
        Rows = section.ReadPositive(nameof(limits.Rows), limits.Rows),
        RowsPerItem = section.ReadPositive(nameof(limits.RowsPerItem), limits.RowsPerItem),
        SlowStatement = section.ReadPositive(nameof(limits.SlowStatement), limits.SlowStatement),
        ScannedRows = section.ReadPositive(nameof(limits.ScannedRows), limits.ScannedRows),
        ScannedRowsPerRow = section.ReadPositive(nameof(limits.ScannedRowsPerRow), limits.ScannedRowsPerRow),
        AdvisoryWait = section.ReadPositive(nameof(limits.AdvisoryWait), limits.AdvisoryWait),
    });
}
