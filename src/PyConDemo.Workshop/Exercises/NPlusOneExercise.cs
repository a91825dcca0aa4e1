namespace PyConDemo.Workshop.Exercises;

internal sealed class NPlusOneExercise() : Exercise(
    "n-plus-one", "100 posts take 101 commands. Make it one command for any number of posts.")
{
    /// <summary>Sizes around the edges of batches, and the route's own limits.</summary>
    private static readonly int[] Sizes = [1, 2, 7, 100, 1_000];

    /// <summary>One query, and up to two more for a split query or a batch.</summary>
    private const int FewCommands = 3;

    public override IReadOnlyList<string> Hints =>
    [
        "Send `curl -i -H 'Checklist: on' 'http://127.0.0.1:5080/yours/posts?size=100'` and look at `sql` in "
            + "Server-Timing: how many commands does the request send, and what for?",
        "The list itself is one command. A line of C# that doesn't look like a query sends the others. Which one?",
        "EF Core loads `post.Author` when the code reads it. Tell EF Core before the query that you will read it.",
        "`.Include(post => post.Author)`; or select what you need of both, `new PostItem(…, post.Author.Name)`, and "
            + "let EF Core join.",
    ];

    public override IReadOnlyList<Step> Steps =>
    [
        new("the same posts as bad, at every size", SameAnswerAsync),
        new("the same number of commands for 10 posts as for 1,000", FewCommandsAsync),
        new("reads only what it shows, however many authors there are", FewRowsAsync),
        new("shows an author's new name at once", FreshAsync),
    ];

    private static async Task SameAnswerAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        foreach (var api in apis.Both)
        {
            foreach (var size in Sizes)
            {
                var (bad, yours) = await api.BothAsync($"/posts?size={size}", cancellationToken);
                Refuse.IfDifferent(bad, yours, "same-answer", $"This is not bad's answer to size={size}.");
            }
        }

        await Refuse.IfAcceptedAsync(apis.Small, ["/posts?size=0", "/posts?size=1001"], cancellationToken);
    }

    private static async Task FewCommandsAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        var few = await apis.Small.CostAsync("/posts?size=10", cancellationToken);
        var many = await apis.Small.CostAsync("/posts?size=1000", cancellationToken);
        Refuse.If(many.Commands > FewCommands, "commands", many.Commands > few.Commands + 1
            ? $"The answer is the same, but it takes {few.Commands:N0} commands for 10 posts and {many.Commands:N0} "
                + "for 1,000: the code still asks the database inside the loop, or once per batch of posts."
            : $"The answer is the same, but it takes {many.Commands:N0} commands for one list: load the authors "
                + "together with the posts.");
    }

    private static async Task FewRowsAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        const int Size = 10;
        var small = await apis.Small.CostAsync($"/posts?size={Size}", cancellationToken);
        var twice = await apis.Twice.CostAsync($"/posts?size={Size}", cancellationToken);
        Refuse.If(small.RowsRead > 2 * Size, "rows", twice.RowsRead > 1.5 * small.RowsRead
            ? $"It takes few commands, but for {Size} posts they return {small.RowsRead:N0} rows, and "
                + $"{twice.RowsRead:N0} from twice the data: it loads a whole table to show ten names."
            : $"It takes few commands, but for {Size} posts they return {small.RowsRead:N0} rows: a second collection "
                + "in the same join multiplies them, or the query loads more than the list shows.");
    }

    private static async Task FreshAsync(GradedApis apis, CancellationToken cancellationToken)
    {
        try
        {
            await apis.Small.ChangeDataAsync(cancellationToken);
            var (bad, yours) = await apis.Small.BothAsync("/posts?size=10", cancellationToken);
            Refuse.IfDifferent(bad, yours, "stale", "An author was renamed, and the list shows the old name. Let the "
                + "cache expire, or use a join.");
        }
        finally
        {
            await apis.Small.RestoreDataAsync(cancellationToken);
        }
    }
}
