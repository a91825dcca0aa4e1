namespace PyConDemo.Checklist.Rules;

/// <summary>The six rules with their thresholds.</summary>
public sealed record RuleSet
{
    public LongRequests LongRequests { get; set; } = new();
    public OffsetPagination OffsetPagination { get; set; } = new();
    public NPlusOne NPlusOne { get; set; } = new();
    public HotAggregations HotAggregations { get; set; } = new();
    public FatPayloads FatPayloads { get; set; } = new();
    public RowLocking RowLocking { get; set; } = new();

    internal IEnumerable<HealthRule> All => [LongRequests, OffsetPagination, NPlusOne, HotAggregations, FatPayloads, RowLocking];
}
