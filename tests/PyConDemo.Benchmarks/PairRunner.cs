using PyConDemo.Benchmarks.Results;

namespace PyConDemo.Benchmarks;

/// <summary>Two consecutive blocks of one case, one on each server.</summary>
internal sealed record Pair(Block Good, Block Hand);

/// <summary>Runs one case on both servers.</summary>
internal sealed class PairRunner(ServerProcess api, ServerProcess hand, BenchmarkSettings settings)
{
    /// <exception cref="InvalidOperationException">The bodies differ, so a comparison would mean nothing.</exception>
    public async Task ProveSameAnswerAsync(BenchmarkCase route, CancellationToken cancellationToken)
    {
        var good = await BodyAsync(api, route, cancellationToken);
        var byHand = await BodyAsync(hand, route, cancellationToken);
        if (good != byHand)
        {
            throw new InvalidOperationException(
                $"{route.Name}: the answers differ.\ngood:         {good}\nhand-written: {byHand}");
        }
    }

    public async Task WarmUpAsync(BenchmarkCase route, CancellationToken cancellationToken)
    {
        foreach (var server in (ServerProcess[])[api, hand])
            await BlockAsync(server, route, settings.Warmup, cancellationToken);
    }

    public async Task<Pair> RunPairAsync(BenchmarkCase route, CancellationToken cancellationToken)
    {
        if (Random.Shared.Next(2) == 0)
        {
            var first = await BlockAsync(api, route, settings.Seconds, cancellationToken);
            return new Pair(first, await BlockAsync(hand, route, settings.Seconds, cancellationToken));
        }

        var byHand = await BlockAsync(hand, route, settings.Seconds, cancellationToken);
        return new Pair(await BlockAsync(api, route, settings.Seconds, cancellationToken), byHand);
    }

    private Task<Block> BlockAsync(
        ServerProcess server, BenchmarkCase route, double seconds, CancellationToken cancellationToken)
        => Block.RunAsync(
            TimeSpan.FromSeconds(seconds),
            refill: () => RefillAsync(route, cancellationToken),
            run: length => server.RunAsync(route, settings.Clients, length, cancellationToken));

    private async Task<string> BodyAsync(ServerProcess server, BenchmarkCase route, CancellationToken cancellationToken)
    {
        await RefillAsync(route, cancellationToken);
        using var client = new HttpClient { BaseAddress = server.Address };
        using var answer = await client.SendAsync(route.Request.ToMessage(), cancellationToken);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsStringAsync(cancellationToken);
    }

    private async Task RefillAsync(BenchmarkCase route, CancellationToken cancellationToken)
    {
        if (route.Pending == 0) return;

        using var client = new HttpClient { BaseAddress = api.Address };
        using var answer = await client.PostAsync(
            $"/demo/jobs/reset?pending={route.Pending}", content: null, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }
}
