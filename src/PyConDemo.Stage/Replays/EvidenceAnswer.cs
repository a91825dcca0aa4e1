namespace PyConDemo.Stage.Replays;

/// <summary>The evidence of a race's lanes at one position of the dial.</summary>
/// <param name="Dial">Null where the pattern has no dial.</param>
/// <param name="DialKind">The page's slider moves every kind of dial except the data's scale.</param>
public sealed record EvidenceAnswer(
    string Slug, long? Dial,
    [property: JsonPropertyName("turns")] DialKind DialKind,
    [property: JsonPropertyName("grows")] GrowthCost PrimaryCost,
    IReadOnlyList<LaneEvidence> Lanes);

/// <summary>What one request of a lane did inside the server, as the API reports it.</summary>
/// <param name="Ms">The request's time in milliseconds, as the client measured it.</param>
/// <param name="Vitals">The checklist's record of the request. Null where the API does not report it.</param>
/// <param name="Id">The API's id of the request. The page has no use for it.</param>
/// <param name="Plans">The query plans. Null where the API does not report them.</param>
/// <param name="Load">Only where the dial is an arrival rate.</param>
public sealed record LaneEvidence(string Lane, string Request, int Status, double Ms, long Bytes,
    RequestEvidence? Vitals, [property: JsonIgnore] string? Id = null, PlanEvidence? Plans = null,
    RateLoad? Load = null);

/// <summary>The result of a few seconds at a fixed arrival rate.</summary>
/// <param name="P95">In milliseconds. A failed request counts as long as the time-out. Null with too few
/// requests.</param>
/// <param name="Backlog">Jobs that were accepted but not done when the load ended.</param>
public sealed record RateLoad(long Sent, long Failed, double? P95, long Backlog);

/// <summary>The fields of the checklist's record that the page shows. A null value was not measured.</summary>
public sealed record RequestEvidence(long? Commands, long? RowsRead, double? LockWaitMs, long? Bytes, double? SqlMs,
    IReadOnlyList<ShapeEvidence> Shapes, IReadOnlyList<RuleEvidence> Rules);

/// <summary>A statement shape that the request sent <paramref name="Count"/> times.</summary>
/// <param name="Source">The line of code that sent it. Null when it is unknown.</param>
public sealed record ShapeEvidence(string Sql, long Count, long? Rows, double? Ms, string? Source = null);

/// <param name="State">healthy, unhealthy, notSeen or suppressed.</param>
public sealed record RuleEvidence(string Rule, string State, string? Note = null, RuleFinding? Finding = null);

public sealed record RuleFinding(string What, string Why, string Fix);

public sealed record PlanEvidence(IReadOnlyList<StatementPlan> Plans);

/// <summary>One statement's plan. The costs are those of one execution.</summary>
/// <param name="Error">Why there is no plan. Null if there is one.</param>
public sealed record StatementPlan(
    long Count, long Buffers, long Rows, double Milliseconds, long RowsLocked, string? Error, PlanNode? Root);

/// <param name="On">The table, CTE, function or index that the node reads. Null if it reads only its children.</param>
/// <param name="Removed">Rows that it read and discarded.</param>
/// <param name="Costliest">True for the one node that costs most.</param>
public sealed record PlanNode(
    string Node, string? On, long Rows, long Loops, long Buffers, double Milliseconds, long Removed,
    IReadOnlyList<string> Details, bool Costliest, IReadOnlyList<PlanNode> Children);
