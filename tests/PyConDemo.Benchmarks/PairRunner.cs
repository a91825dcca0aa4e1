namespace PyConDemo.Benchmarks;

/// <summary>Runs one case on both servers.</summary>
internal sealed class PairRunner(ServerProcess api, ServerProcess hand, BenchmarkSettings settings)
{
    /// <exception cref="InvalidOperationException">The bodies differ: then there is nothing to compare.</exception>
    public async Task ProveSameAnswerAsync(BenchmarkCase route)
    {
        var (good, byHand) = (await BodyAsync(api, route), await BodyAsync(hand, route));
        if (good != byHand)
            throw new InvalidOperationException($"{route.Name}: the answers differ.\ngood:         {good}\nhand-written: {byHand}");
    }

    public async Task WarmUpAsync(BenchmarkCase route)
    {
        foreach (var server in (ServerProcess[])[api, hand])
            await BlockAsync(server, route, settings.Warmup);
    }

    public async Task<Pair> RunPairAsync(BenchmarkCase route)
    {
        if (Random.Shared.Next(2) == 0)
        {
            var first = await BlockAsync(api, route, settings.Seconds);
            return new Pair(first, await BlockAsync(hand, route, settings.Seconds));
        }

        var byHand = await BlockAsync(hand, route, settings.Seconds);
        return new Pair(await BlockAsync(api, route, settings.Seconds), byHand);
    }

    private async Task<Block> BlockAsync(ServerProcess server, BenchmarkCase route, double seconds)
    {
        await RestoreAsync(route);
        var block = await server.RunBlockAsync(route, settings.Clients, TimeSpan.FromSeconds(seconds));
        if (route.Pending > 0 && block.Requests * route.Batch >= route.Pending)
            throw new InvalidOperationException($"{route.Name}: the queue ran empty, and claims of nothing are cheap. Take shorter blocks.");
        return block;
    }

    private async Task<string> BodyAsync(ServerProcess server, BenchmarkCase route)
    {
        await RestoreAsync(route);
        using var client = new HttpClient { BaseAddress = server.Address };
        using var answer = await client.SendAsync(route.Request.ToMessage());
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsStringAsync();
    }

    private async Task RestoreAsync(BenchmarkCase route)
    {
        if (route.Pending == 0) return;

        using var client = new HttpClient { BaseAddress = api.Address };
        using var answer = await client.PostAsync($"/demo/jobs/reset?pending={route.Pending}", content: null);
        answer.EnsureSuccessStatusCode();
    }
}
