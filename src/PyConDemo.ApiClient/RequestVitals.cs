namespace PyConDemo.ApiClient;

/// <summary>What one request cost, counted by the API with the checklist on. Null: not seen.</summary>
/// <param name="Bytes">Of the body.</param>
/// <param name="Buffers">Pages of PostgreSQL's memory that its statements touch, by their plans.</param>
/// <param name="RowsLocked">By the statement that locks most: a second one that locks the same rows adds nothing.</param>
/// <param name="PagesRendered">Of a PDF, before the answer: 0 where a 202 puts that off.</param>
public sealed record RequestVitals(
    long? Commands, long? RowsRead, long? RowsAffected, double? SqlMs, long? Bytes, long? Buffers = null, long? RowsLocked = null,
    long? PagesRendered = null);
