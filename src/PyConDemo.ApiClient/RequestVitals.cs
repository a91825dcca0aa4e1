namespace PyConDemo.ApiClient;

/// <summary>What one request cost, as the API counts it when the checklist is on. Null values were not
/// measured.</summary>
/// <param name="Bytes">The size of the body.</param>
/// <param name="Buffers">Pages of PostgreSQL's memory that the statements touch, according to their plans.</param>
/// <param name="RowsLocked">Rows locked by the statement that locks most. A second statement that locks the same rows
/// adds nothing.</param>
/// <param name="PagesRendered">Pages of a PDF that were rendered before the answer; 0 for a 202, which renders
/// later.</param>
public sealed record RequestVitals(
    long? Commands, long? RowsRead, long? RowsAffected, double? SqlMs, long? Bytes, long? Buffers = null,
    long? RowsLocked = null, long? PagesRendered = null);

/// <summary>The plans of one request's statements, with the fields that the stage needs.</summary>
public sealed record RequestPlans(IReadOnlyList<RequestPlans.Statement> Plans)
{
    /// <summary>One statement that was sent <paramref name="Count"/> times. The costs are those of one time.</summary>
    public sealed record Statement(long Count, long Buffers, long RowsLocked, string? Error);
}
