namespace PyConDemo.Workshop.Exercises;

internal sealed class NPlusOneExercise() : Exercise(
    "n-plus-one", "100 posts take 101 commands. Make it one command for any number of posts.")
{
    public override IReadOnlyList<string> Hints =>
    [
        "Send `curl -i -H 'Checklist: on' 'http://127.0.0.1:5080/yours/posts?size=100'` and look at `sql` in "
            + "Server-Timing. How many commands does the request send, and what for?",
        "The list itself is one command. A line of C# that doesn't look like a query sends the others. Which one?",
        "EF Core loads `post.Author` when the code reads it. Tell EF Core before the query that you will read it.",
        "Add `.Include(post => post.Author)` to the query. Or select what you need of both, `new PostItem(…, "
            + "post.Author.Name)`, and let EF Core join.",
    ];

    public override CostExample Example { get; }
        = new("100 posts", "/posts?size=100", NextStep: "/posts/projected?size=100");

    public override IReadOnlyList<Step> Steps(World world)
    {
        var list = new ListCheck(world, new("/posts", "posts", MaxSize: 1_000));
        return
        [
            new("the same posts as bad, with a few commands, at every size", list.EachSizeAsync),
            new("refuses bad input", list.BadInputAsync),
            new("another server answers the same, from its first request on", list.SecondServerAsync),
            new("many visitors at once get the same lists", list.AtOnceAsync),
            new("shows each change at once", cancellationToken => list.ChangesAsync(Changes(), cancellationToken)),
            new("a row that is deleted during a request does no harm", list.DeletedMeanwhileAsync),
            new("the same order, whatever plan PostgreSQL chooses", list.OtherPlanAsync),
            new("an empty table is an empty list", cancellationToken => list.EmptyAsync("posts", cancellationToken))
            {
                EmptiesTables = true,
            },
        ];
    }

    public override IReadOnlyList<StretchGoal> StretchGoals(World world) =>
    [
        new(1, "PostgreSQL sends no column that the list does not show", async token =>
        {
            var yours = await (await world.SecondAsync()).LookAsync(LaneRequest.Get($"/yours{Example.Path}"), token);
            var projected = await world.ReferenceAsync($"/good{Example.NextStep}", token);
            return yours.Bytes <= projected.Bytes * 5 / 4; // twice the text of a title, or of a name, is more
        }),
    ];

    private static IReadOnlyList<DataChange> Changes()
    {
        var row = Random.Shared.Next(2, 30); // a post that all but the shortest lists show
        var post = $"(SELECT id FROM posts ORDER BY id DESC LIMIT 1 OFFSET {row})";
        return
        [
            new("An author was renamed", """
                UPDATE users SET name = 'D''Arc, "Jo"; {x}'
                WHERE id = (SELECT author_id FROM posts ORDER BY id DESC LIMIT 1)
                """),
            new("A post was published", """
                INSERT INTO posts (id, author_id, title, body, created_at)
                SELECT max(id) + 1, min(author_id), 'New', 'New', clock_timestamp() FROM posts
                """),
            new("A post got another title", $"UPDATE posts SET title = title || '!' WHERE id = {post}"),
            new("A post got another author", $"UPDATE posts SET author_id = author_id + 1 WHERE id = {post}"),
            new("The time of a post moved by a microsecond",
                $"UPDATE posts SET created_at = created_at + interval '1 microsecond' WHERE id = {post}"),
            new("A post was deleted", $"DELETE FROM posts WHERE id = {post}"),
            new("A post with an older id was added", """
                INSERT INTO posts (id, author_id, title, body, created_at)
                SELECT id - 1, author_id, 'Older', 'Older', created_at
                FROM posts p
                WHERE NOT EXISTS (SELECT FROM posts WHERE id = p.id - 1)
                ORDER BY id DESC LIMIT 1
                """),
            new("The newest post was deleted", "DELETE FROM posts WHERE id = (SELECT max(id) FROM posts)"),
        ];
    }
}
