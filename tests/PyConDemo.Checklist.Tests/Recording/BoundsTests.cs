using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Recording;

/// <summary>Memory stays bounded however much is measured, and concurrent measurements stay apart.</summary>
[Collection(Alone.Name)] // one test measures the process's memory
public sealed class BoundsTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    private readonly IServerHealthChecklist _checklist =
        new ServiceCollection().AddServerHealthChecklist().BuildServiceProvider()
            .GetRequiredService<IServerHealthChecklist>();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hundred_thousand_commands_keep_counts_and_a_few_samples()
    {
        await using var connection = await db.Source.OpenConnectionAsync(Cancel);
        await using var measurement = _checklist.Measure();
        await using var command = new NpgsqlCommand("SELECT $1", connection) { Parameters = { new() { Value = 0 } } };
        await command.PrepareAsync(Cancel);
        await command.ExecuteScalarAsync(Cancel);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 1; i < 100_000; i++)
        {
            command.Parameters[0].Value = i;
            command.ExecuteScalar();
        }
        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;

        Assert.Equal((100_000, 100_000), (measurement.Vitals.Commands, measurement.Vitals.RowsRead));
        Assert.Equal(0, Assert.Single(measurement.Vitals.Shapes).Sample!.Parameters![0].Value);
        Assert.InRange(grown, long.MinValue, 2_000_000); // less than 20 bytes per command, so none is kept
    }

    [Fact]
    public async Task Shapes_beyond_the_limit_are_counted_together()
    {
        await using var measurement = _checklist.Measure();
        for (var i = 0; i < 150; i++)
        {
            await using var command = db.Source.CreateCommand($"SELECT 1 AS column_{i}");
            await command.ExecuteScalarAsync(Cancel);
        }
        Assert.Equal((150, 101), (measurement.Vitals.Commands, measurement.Vitals.Shapes.Count));
        Assert.Equal(50, measurement.Vitals.Shapes[^1].Count);
    }

    [Fact]
    public async Task A_large_parameter_is_not_kept()
    {
        await using var measurement = _checklist.Measure();
        await using var command = db.Source.CreateCommand("SELECT length($1)");
        command.Parameters.Add(new() { Value = new byte[100_000] });
        await command.ExecuteScalarAsync(Cancel);
        var sample = Assert.Single(measurement.Vitals.Shapes).Sample!;
        Assert.Null(sample.Parameters);
        Assert.Throws<InvalidOperationException>(sample.CloneParameters);
    }

    [Fact]
    public async Task A_sample_can_be_run_again()
    {
        await using var measurement = _checklist.Measure();
        await using (var command = db.Source.CreateCommand("SELECT count(*) FROM authors WHERE id = ANY($1)"))
        {
            command.Parameters.Add(new() { Value = Enumerable.Range(1, 3).ToArray() });
            await command.ExecuteScalarAsync(Cancel);
        }
        var sample = measurement.Vitals.Shapes[0].Sample!;
        await using var again = db.Source.CreateCommand("EXPLAIN " + sample.Text);
        again.Parameters.AddRange(sample.CloneParameters());
        Assert.Contains("Aggregate", (string)(await again.ExecuteScalarAsync(Cancel))!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Measurements_in_parallel_see_their_own_commands_only()
    {
        var counts = await Task.WhenAll(Enumerable.Range(1, 64).Select(async n =>
        {
            await using var measurement = _checklist.Measure();
            for (var i = 0; i < n; i++)
            {
                await using var command = db.Source.CreateCommand("SELECT generate_series(1, $1)");
                command.Parameters.Add(new() { Value = n });
                await command.ExecuteScalarAsync(Cancel);
            }
            return (n, measurement.Vitals.Commands, measurement.Vitals.RowsRead);
        }));
        Assert.All(counts, c => Assert.Equal((c.n, c.n, c.n * c.n), c));
    }
}
