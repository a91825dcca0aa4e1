namespace PyConDemo.Workshop.Judging;

/// <summary>A request whose costs are compared after an acceptance.</summary>
/// <param name="What">What it asks for: "100 posts".</param>
/// <param name="Path">The path and query without the lane: /posts?size=100.</param>
/// <param name="NextStep">The same in the next step's lane. Null if the pattern has no next step.</param>
internal sealed record CostExample(string What, string Path, string? NextStep = null)
{
    /// <summary>What the attendee's lane costs, next to the good lane and the next step. Each is asked twice before, so
    /// statements are planned and caches are filled.</summary>
    public async Task<IReadOnlyList<CostLine>> MeasureAsync(World world, CancellationToken cancellationToken)
    {
        var yours = await WarmAsync(async () => await (await world.SecondAsync()).LookAsync(
            LaneRequest.Get($"/yours{Path}"), cancellationToken));
        var good = await WarmAsync(() => world.ReferenceAsync($"/good{Path}", cancellationToken));
        var next = NextStep is null ? null
            : await WarmAsync(() => world.ReferenceAsync($"/good{NextStep}", cancellationToken));
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

        static async Task<Look> WarmAsync(Func<Task<Look>> askAsync)
        {
            for (var i = 0; i < 2; i++) await askAsync();
            return await askAsync();
        }
    }
}
