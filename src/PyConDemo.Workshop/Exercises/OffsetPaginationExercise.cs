namespace PyConDemo.Workshop.Exercises;

internal sealed class OffsetPaginationExercise() : Exercise(
    "offset-pagination", "Page 10,001 reads 10,000 times the rows of page 1. Make each page cost the same.")
{
    public override IReadOnlyList<string> Hints =>
    [
        "Compare the plans of page 1 and page 150: send `curl -i -H 'Checklist: on' …`, then open "
            + "`/demo/requests/<id>/plans`. Which node of the plan reads rows that nobody sees?",
        "Don't say how many rows to skip. Say where the last page ended: the created_at and the id of its last order.",
        "The order must be unique, so the cursor needs both keys. You may use `OrderCursor` in Support/: "
            + "`OrderCursor.Parse(after)` and `OrderCursor.After(order)`.",
        "`d < @d OR (d = @d AND id < @id)` reads all rows before the page. A row value finds the page in the index: "
            + "`EF.Functions.LessThan(ValueTuple.Create(o.CreatedAt, o.Id), ValueTuple.Create(createdAt, id))`.",
    ];

    public override CostExample Example { get; } = new("50 orders", "/orders?size=50");

    public override IReadOnlyList<Step> Steps(World world)
    {
        var pages = new PagesCheck(world);
        return
        [
            new("the same orders as bad on every page, up to the last, at the cost of the first", pages.EachPageAsync),
            new("refuses bad input and damaged cursors", pages.BadInputAsync),
            new("another server continues where the first one stopped", pages.SecondServerAsync),
            new("no order twice and none lost, and each change shown, while people turn pages", pages.ChangesAsync),
            new("the same order, whatever plan PostgreSQL chooses", pages.OtherPlanAsync),
            new("an empty table is an empty page", pages.EmptyAsync) { EmptiesTables = true },
        ];
    }

    public override IReadOnlyList<StretchGoal> StretchGoals(World world)
        => [new(1, "`prev` leads back to the page before", new PagesCheck(world).HasWayBackAsync)];
}
