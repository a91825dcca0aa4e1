namespace PyConDemo.Api.QueryPlans;

/// <summary>What one statement costs, run again on the data as it is now.</summary>
/// <param name="Sql">Without values, as the checklist tells its shapes.</param>
/// <param name="Count">How often the request sent it; the costs below are those of once.</param>
/// <param name="Rows">Rows of its answer.</param>
/// <param name="Buffers">8 KB pages that it touched, cached or not.</param>
/// <param name="Milliseconds">PostgreSQL's own, with its instruments on: for the proportions between nodes.</param>
/// <param name="RowsLocked">Rows that FOR UPDATE and kin locked.</param>
/// <param name="Error">Why there is no plan; null when there is one.</param>
/// <param name="Root">The plan; null when there is none.</param>
public sealed record StatementPlan(
    string Sql, long Count, long Rows, long Buffers, double Milliseconds, long RowsLocked, string? Error, PlanNode? Root)
{
    public static StatementPlan Unexplained(string sql, long count, string error) => new(sql, count, 0, 0, 0, 0, error, null);
}
