namespace PyConDemo.Workshop.Exercises;

internal sealed class HotAggregationsExercise() : Exercise(
    "hot-aggregations", "Every page view reads every order. Make it cost the same for any number of orders.")
{
    public override IReadOnlyList<string> Hints =>
    [
        "Send `curl -i -H 'Checklist: on' http://127.0.0.1:5080/yours/dashboard` and open "
            + "`/demo/requests/<id>/plans` (the header Checklist-Request has the id). How many rows does it read?",
        "Nobody needs these numbers to the second. What could compute them once for all visitors, and when?",
        "seed/60-dashboard.sql has a materialized view that is refreshed in the background. `db.Dashboards` reads it.",
        "Write `var view = await db.Dashboards.SingleAsync(cancellationToken);` and fill the result from it. Include "
            + "`AsOf`, which says how old the numbers are.",
    ];

    public override CostExample Example { get; } = new("a page view", "/dashboard", NextStep: "/dashboard/cached");

    public override IReadOnlyList<Step> Steps(World world)
    {
        var dashboard = new DashboardCheck(world);
        return
        [
            new("16 visitors at once cost no more than one, and each further page view a row or two",
                dashboard.CostAsync),
            new("the same dashboard as bad, after a refresh", dashboard.SameAnswerAsync),
            new("asOf is the moment at which the count began, on another server too", dashboard.CountAsync),
            new("shows each change within 15 s, and says truly how old its numbers are", dashboard.ChangesAsync),
            new("an empty table is an empty dashboard", dashboard.EmptyAsync) { EmptiesTables = true },
        ];
    }

    public override IReadOnlyList<StretchGoal> StretchGoals(World world) =>
    [
        new(2, "16 visitors at once make PostgreSQL read the view once at most",
            new DashboardCheck(world).IsReadOnceAsync),
    ];
}
