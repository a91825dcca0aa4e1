using System.Collections.Concurrent;

namespace PyConDemo.Api.Data.Seeding;

/// <summary>Loads the tables on two connections, because the demo's target machine has two cores. One connection loads
/// a whole table. So its rows always lie in the order of their numbers, and a query touches the same buffers after each
/// seeding.</summary>
internal sealed class TableLoader(SeedSession first, SeedSession second, ISeedProgress progress)
{
    // Small parts make the bar move often. Larger ones make the cost of each part negligible.
    private const int RowsPerPart = 50_000;

    public async Task LoadAsync(IEnumerable<SeedFile> files, CancellationToken cancellationToken)
    {
        var tables = new List<(SeedFile File, long Rows)>();
        foreach (var file in files)
            tables.Add((file, await first.ScalarAsync<long>($"SELECT demo_rows('{file.Table}')", cancellationToken)));
        var largestFirst = new ConcurrentQueue<(SeedFile File, long Rows)>(
            tables.OrderByDescending(table => table.Rows));

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAll(WorkAsync(first), WorkAsync(second));

        async Task WorkAsync(SeedSession session)
        {
            try
            {
                while (largestFirst.TryDequeue(out var table))
                    await LoadAsync(session, table.File, table.Rows, stop.Token);
            }
            catch
            {
                await stop.CancelAsync();
                throw;
            }
        }
    }

    private async Task LoadAsync(SeedSession session, SeedFile file, long rows, CancellationToken cancellationToken)
    {
        var parts = Math.Max(1, rows / RowsPerPart);
        await session.SetAsync("demo.parts", parts, cancellationToken);
        for (var part = 0L; part < parts; part++)
        {
            await session.SetAsync("demo.part", part, cancellationToken);
            progress.Loaded(await session.RunAsync(file, cancellationToken));
        }
    }
}
