using System.Diagnostics;

namespace PyConDemo.Benchmarks;

/// <summary>So many clients, each of which asks again as soon as it has its answer: what comes out is the capacity.</summary>
internal static class ClosedLoop
{
    public static async Task<Block> RunAsync(ServerProcess server, BenchmarkCase route, int clients, TimeSpan duration)
    {
        var connections = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => HttpConnection.OpenAsync(server.Address, route)));
        try
        {
            var (start, cpu) = (Stopwatch.GetTimestamp(), server.Cpu);
            var counts = await Task.WhenAll(connections.Select(connection => Task.Run(() => DriveAsync(connection))));
            return new Block(counts.Sum(), Stopwatch.GetElapsedTime(start), server.Cpu - cpu);

            async Task<long> DriveAsync(HttpConnection connection)
            {
                var answers = 0L;
                do
                {
                    await connection.AskAsync(CancellationToken.None);
                    answers++;
                }
                while (Stopwatch.GetElapsedTime(start) < duration);
                return answers;
            }
        }
        finally
        {
            foreach (var connection in connections)
                connection.Dispose();
        }
    }
}
