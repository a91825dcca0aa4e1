namespace PyConDemo.Stage.Target;

/// <summary>What one request cost, counted by the API with the checklist on. Null: not seen.</summary>
/// <param name="Bytes">Of the body.</param>
/// <param name="Buffers">Pages of PostgreSQL's memory that were touched.</param>
public sealed record RequestVitals(
    long? Commands, long? RowsRead, long? RowsAffected, double? SqlMs, long? Bytes, long? Buffers = null, long? RowsLocked = null);
