namespace PyConDemo.ApiClient;

/// <summary>What the API tells of one request's plans, as far as growth needs it.</summary>
public sealed record RequestPlans(IReadOnlyList<RequestPlans.Statement> Plans)
{
    /// <summary>One statement, sent <paramref name="Count"/> times; the costs are those of once.</summary>
    public sealed record Statement(long Count, long Buffers, long RowsLocked, string? Error);
}
