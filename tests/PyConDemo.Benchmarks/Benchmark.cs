namespace PyConDemo.Benchmarks;

/// <summary>
/// Measures the API and the hand-written server on one database, in alternating blocks in random order.
/// </summary>
internal static class Benchmark
{
    public static async Task RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var settings = BenchmarkArguments.Parse<BenchmarkSettings>(args);
        await using var postgres = await BenchmarkDatabase.StartAsync(settings.Scale, cancellationToken);
        (string, string)[] shared = [("ConnectionStrings__Demo", postgres.ConnectionString)];
        await using var api = await ServerProcess.StartAsync("PyConDemo.Api.dll", [], cancellationToken, [
            .. shared,
            ("Postgres__Source", "configured"),
            ("Demo__Scale", settings.Scale.ToString()),
            ("Demo__StopWithStdin", "true"),
            ("Dashboard__RefreshSeconds", "3600"), // a refresh would slow down some blocks and not others
        ]);
        await using var hand = await ServerProcess.StartAsync(
            "PyConDemo.Benchmarks.dll", ["hand-written"], cancellationToken, shared);

        var cases = await BenchmarkCases.ListAsync(api.Address, settings.Scale, cancellationToken);
        var runner = new PairRunner(api, hand, settings);
        var results = new Dictionary<BenchmarkCase, List<Pair>>();
        foreach (var route in cases.Where(route => settings.Only is null || settings.Only == route.Slug))
        {
            Console.Error.WriteLine($"warming up {route.Name}");
            await runner.ProveSameAnswerAsync(route, cancellationToken);
            await runner.WarmUpAsync(route, cancellationToken);
            results[route] = [];
        }

        try
        {
            for (var round = 1; round <= settings.Rounds; round++)
            {
                Console.Error.WriteLine($"round {round} of {settings.Rounds}");
                foreach (var route in Shuffled(results.Keys))
                    results[route].Add(await runner.RunPairAsync(route, cancellationToken));
            }
        }
        finally
        {
            Report.Write(Console.Out, settings, results); // after an error or Ctrl-C, too
        }
    }

    private static BenchmarkCase[] Shuffled(IEnumerable<BenchmarkCase> cases)
    {
        BenchmarkCase[] order = [.. cases];
        Random.Shared.Shuffle(order);
        return order;
    }
}
