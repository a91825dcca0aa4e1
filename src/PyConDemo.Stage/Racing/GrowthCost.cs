namespace PyConDemo.Stage.Racing;

/// <summary>Which count a pattern's dial drives.</summary>
public enum GrowthCost
{
    Commands,
    Rows,
    Buffers,
    BytesPerItem,
    RowsLocked,
    PagesRendered,
    SqlTime,
}
