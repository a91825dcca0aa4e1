namespace PyConDemo.Workshop.Judging;

/// <summary>A request whose costs are compared after an acceptance.</summary>
/// <param name="What">What it asks for: "100 posts".</param>
/// <param name="Path">The path and query without the lane: /posts?size=100.</param>
/// <param name="NextStep">The same in the next step's lane. Null if the pattern has no next step.</param>
internal sealed record CostExample(string What, string Path, string? NextStep = null)
{
    public string Method { get; init; } = "GET";

    public string? Body { get; init; }

    /// <summary>A route that is posted to before each request, so that all find the same. Null if none has to be.
    /// </summary>
    public string? Before { get; init; }

    /// <summary>What the attendee's lane costs, next to the good lane and the next step. Each is asked twice before, so
    /// statements are planned and caches are filled. All are asked in the yardstick's process, which does nothing in
    /// the background.</summary>
    public async Task<IReadOnlyList<CostLine>> MeasureAsync(World world, CancellationToken cancellationToken)
    {
        await world.LoadReferenceAsync(cancellationToken);
        var yours = await WarmAsync($"/yours{Path}");
        var good = await WarmAsync($"/good{Path}");
        var next = NextStep is null ? null : await WarmAsync($"/good{NextStep}");
        return
        [
            Line("commands", look => look.Commands),
            Line("rows read", look => look.Server.RowsRead),
            Line("pages of 8 kB read", look => look.Server.Buffers),
            Line("bytes from PostgreSQL", look => look.Bytes),
            Line("bytes of the answer", look => look.Answer.Body.Length),
        ];

        CostLine Line(string counted, Func<Look, long> count)
            => new($"{counted} for {What}", count(yours), count(good), next is null ? null : count(next));

        async Task<Look> WarmAsync(string path)
        {
            for (var i = 0; i < 2; i++) await AskAsync();
            return await AskAsync();

            async Task<Look> AskAsync()
            {
                if (Before is not null) await world.ReferenceAsync(Before, cancellationToken, "POST");
                return await world.ReferenceAsync(path, cancellationToken, Method, Body);
            }
        }
    }
}
