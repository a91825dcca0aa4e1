using PyConDemo.Benchmarks.Results;

namespace PyConDemo.Benchmarks.Overhead;

/// <summary>
/// Measures the cost of the checklist: the same route on servers without it, with it switched off, and with it switched
/// on.
/// </summary>
internal static class OverheadBenchmark
{
    private static readonly BenchmarkCase Route = new("bystander", "", "GET", "/bystander");

    public static async Task RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var settings = BenchmarkArguments.Parse<OverheadSettings>(args);
        await using var postgres = await BenchmarkDatabase.StartAsync(settings.Scale, cancellationToken);
        var starts = new List<OverheadStart>();
        try
        {
            for (var start = 1; start <= settings.Starts; start++)
                starts.Add(await RunStartAsync(start, settings, postgres.ConnectionString, cancellationToken));
        }
        finally
        {
            OverheadReport.Write(Console.Out, settings, starts); // after an error or Ctrl-C, too
        }
    }

    private static async Task<OverheadStart> RunStartAsync(
        int start, OverheadSettings settings, string database, CancellationToken cancellationToken)
    {
        var servers = new Dictionary<ChecklistState, ServerProcess>();
        try
        {
            foreach (var state in Enum.GetValues<ChecklistState>())
            {
                servers[state] = await ServerProcess.StartAsync(
                    "PyConDemo.Benchmarks.dll", ["bystander", $"{state}"], cancellationToken,
                    ("ConnectionStrings__Demo", database),
                    ("Postgres__Source", "configured"),
                    ("Demo__Scale", $"{settings.Scale}"),
                    ("Demo__StopWithStdin", "true"),
                    // A thread that waits for work would spin, and the less a request costs, the more it spins.
                    ("DOTNET_ThreadPool_UnfairSemaphoreSpinLimit", "0"));
                await WarmUpAsync(servers[state], settings, cancellationToken);
            }

            var result = new OverheadStart();
            for (var round = 1; round <= settings.Rounds; round++)
            {
                Console.Error.Write($"\rstart {start} of {settings.Starts}, round {round} of {settings.Rounds} ");
                var order = Enum.GetValues<ChecklistState>();
                Random.Shared.Shuffle(order);
                foreach (var state in order)
                    result.Add(state, await BlockAsync(servers[state], settings, settings.Seconds, cancellationToken));
            }
            return result;
        }
        finally
        {
            foreach (var server in servers.Values)
                await server.DisposeAsync();
        }
    }

    private static async Task WarmUpAsync(
        ServerProcess server, OverheadSettings settings, CancellationToken cancellationToken)
    {
        const double Seconds = 2; // the JIT recompiles hot methods after a tenth of a second without new ones
        const int Few = 5;
        using var client = new HttpClient { BaseAddress = server.Address };
        for (var (spent, compiled) = (0.0, 0L); spent < settings.Warmup; spent += Seconds)
        {
            await BlockAsync(server, settings, Seconds, cancellationToken);
            var before = compiled;
            compiled = await client.GetFromJsonAsync<long>("/compiled", cancellationToken);
            if (compiled - before < Few) return;
        }
        Console.Error.WriteLine("\nThe JIT is still compiling, so the figures favour the servers with less code.");
    }

    private static Task<Block> BlockAsync(
        ServerProcess server, OverheadSettings settings, double seconds, CancellationToken cancellationToken)
        => server.RunAsync(Route, settings.Clients, TimeSpan.FromSeconds(seconds), cancellationToken);
}
