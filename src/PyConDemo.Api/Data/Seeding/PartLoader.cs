namespace PyConDemo.Api.Data.Seeding;

/// <summary>Loads a table in parts on two connections, because the demo's target machine has two cores.</summary>
internal sealed class PartLoader(SeedSession first, SeedSession second, ISeedProgress progress)
{
    // Small parts make the bar move often. Larger ones make the cost of each part negligible.
    private const int RowsPerPart = 50_000;

    public async Task LoadAsync(SeedFile file, CancellationToken cancellationToken)
    {
        var rows = await first.ScalarAsync<long>($"SELECT demo_rows('{file.Table}')", cancellationToken);
        var parts = Math.Max(2, rows / RowsPerPart);
        var next = -1L;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAll(WorkAsync(first), WorkAsync(second));

        async Task WorkAsync(SeedSession session)
        {
            try
            {
                await session.SetAsync("demo.parts", parts, stop.Token);
                while (Interlocked.Increment(ref next) is var part && part < parts)
                {
                    await session.SetAsync("demo.part", part, stop.Token);
                    progress.Loaded(await session.RunAsync(file, stop.Token));
                }
            }
            catch
            {
                await stop.CancelAsync();
                throw;
            }
        }
    }
}
