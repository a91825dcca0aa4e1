using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PyConDemo.Checklist.Recording;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Recording;

public sealed class SlimDataSourceTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_slim_data_source_s_rows_are_seen()
    {
        var builder = new NpgsqlSlimDataSourceBuilder(db.ConnectionString);
        await using var source = builder.UseServerHealthChecklist().Build();
        await using var services = new ServiceCollection().AddServerHealthChecklist().BuildServiceProvider();
        await using var measurement = services.GetRequiredService<IServerHealthChecklist>().Measure();
        await using var command = source.CreateCommand("SELECT generate_series(1, 7)");
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        Assert.Equal((7, 0), (measurement.Vitals.RowsRead, measurement.Vitals.Unseen));
    }

    [Fact]
    public async Task A_slim_data_source_s_lock_waits_are_seen()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var holder = await db.Source.OpenConnectionAsync(cancel);
        await using var transaction = await holder.BeginTransactionAsync(cancel);
        await using var hold = new NpgsqlCommand("LOCK TABLE authors", holder);
        await hold.ExecuteNonQueryAsync(cancel);

        await using var source = new NpgsqlSlimDataSourceBuilder(db.ConnectionString).UseServerHealthChecklist().Build();
        await using var services = new ServiceCollection().AddServerHealthChecklist().BuildServiceProvider();
        await using var measurement = services.GetRequiredService<IServerHealthChecklist>().Measure();
        await using var command = source.CreateCommand("SELECT name FROM authors");
        var waiting = command.ExecuteNonQueryAsync(cancel);
        await Task.Delay(TimeSpan.FromSeconds(2), cancel); // twenty looks
        await transaction.RollbackAsync(cancel);
        await waiting;
        Assert.Equal(LockKind.Table, Assert.Single(measurement.Vitals.LockWaits).Kind);
    }
}
