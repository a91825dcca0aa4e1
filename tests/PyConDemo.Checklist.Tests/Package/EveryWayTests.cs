using Dapper;
using Marten;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PyConDemo.Checklist.Recording;
using PyConDemo.Checklist.Rules;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Package;

/// <summary>In every way that the README names, rows are seen.</summary>
public sealed class EveryWayTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_registered_data_source()
    {
        var vitals = await MeasureAsync(
            services => services.AddNpgsqlDataSource(db.ConnectionString, b => b.UseServerHealthChecklist()),
            async services =>
            {
                await using var connection = await services.GetRequiredService<NpgsqlDataSource>()
                    .OpenConnectionAsync(TestContext.Current.CancellationToken);
                await connection.QueryAsync<string>("SELECT name FROM authors WHERE id <= @id", new { id = 7 });
            });
        Assert.Equal((7, 0), (vitals.RowsRead, vitals.Unseen));
    }

    [Fact]
    public async Task EF_Core_with_a_connection_string()
    {
        var vitals = await MeasureAsync(
            services => services.AddDbContext<BlogContext>(options => options.UseNpgsql(
                db.ConnectionString, npgsql => npgsql.ConfigureDataSource(b => b.UseServerHealthChecklist()))),
            QueryAsync);
        Assert.Equal((7, 0), (vitals.RowsRead, vitals.Unseen));
    }

    [Fact]
    public async Task EF_Core_with_the_registered_data_source()
    {
        var vitals = await MeasureAsync(
            services => services.AddSingleton(db.Source).AddDbContext<BlogContext>((provider, options) =>
                options.UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>())),
            QueryAsync);
        Assert.Equal((7, 0), (vitals.RowsRead, vitals.Unseen));
    }

    [Fact]
    public async Task Marten()
    {
        var vitals = await MeasureAsync(
            services => services.AddMarten(options => options.Connection(db.Source)),
            async services =>
            {
                await using var session = services.GetRequiredService<IDocumentStore>().QuerySession();
                var one = await session.QueryAsync<int>("SELECT 1 FROM authors WHERE id <= 7",
                    TestContext.Current.CancellationToken);
                Assert.Equal(7, one.Count);
            });
        Assert.Equal((7, 0), (vitals.RowsRead, vitals.Unseen));
    }

    [Fact]
    public async Task A_plain_connection_string_shows_the_texts_alone()
    {
        IReadOnlyList<RuleResult> results = [];
        var vitals = await MeasureAsync(
            _ => { },
            async _ =>
            {
                await using var connection = new NpgsqlConnection(db.ConnectionString);
                for (var id = 1; id <= 20; id++)
                    await connection.QueryAsync<string>("SELECT name FROM authors WHERE id = @id", new { id });
            },
            all => results = all);
        Assert.Equal((20, 20), (vitals.Commands, vitals.Unseen));
        Assert.Equal(HealthState.Unhealthy, results.Single(r => r.Rule == HealthRules.NPlusOne).State);
    }

    private static Task QueryAsync(IServiceProvider services)
        => services.GetRequiredService<BlogContext>().Authors.Where(a => a.Id <= 7)
            .LoadAsync(TestContext.Current.CancellationToken);

    private static async Task<SqlVitals> MeasureAsync(
        Action<IServiceCollection> add, Func<IServiceProvider, Task> work,
        Action<IReadOnlyList<RuleResult>>? check = null)
    {
        var services = new ServiceCollection().AddServerHealthChecklist();
        add(services);
        await using var provider = services.BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();
        await using var measurement = provider.GetRequiredService<IServerHealthChecklist>().Measure();
        await work(scope.ServiceProvider);
        check?.Invoke(await measurement.CheckAsync());
        return measurement.Vitals;
    }
}
