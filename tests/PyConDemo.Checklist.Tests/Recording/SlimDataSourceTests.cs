using Microsoft.Extensions.DependencyInjection;
using Npgsql;
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
}
