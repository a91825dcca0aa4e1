namespace PyConDemo.Api.QueryPlans;

/// <summary>What PostgreSQL does for one measured request.</summary>
/// <param name="Id">The request's, from its header <c>Checklist-Request</c>.</param>
/// <param name="Plans">One for each statement shape, first sent first.</param>
public sealed record RequestPlans(string Id, IReadOnlyList<StatementPlan> Plans);
