using System.Net.Http.Json;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PyConDemo.Api.AntiPatterns.RowLocking;
using PyConDemo.Api.AntiPatterns.RowLocking.Support;
using PyConDemo.Api.Data.Seeding;

namespace PyConDemo.Api.Tests.Support;

/// <summary>The program with its own queue, work that can be held, and another connection to watch the locks.</summary>
public sealed class RowLockingApp : IAsyncDisposable
{
    private readonly NpgsqlDataSource _outside;

    private RowLockingApp(DemoApp app, HeldWork work)
        => (App, Work, Client, _outside) = (
            app, work, app.CreateClient(), NpgsqlDataSource.Create(app.ConnectionString));

    public DemoApp App { get; }

    public HeldWork Work { get; }

    public HttpClient Client { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<RowLockingApp> StartAsync(Cluster cluster)
    {
        var work = new HeldWork();
        var queue = new RowLockingApp(await DemoApp.StartAsync(cluster, DemoScale.Small, builder => builder
            .UseSetting("RowLocking:RescueInterval", "00:00:00.1")
            .ConfigureTestServices(services => services.AddSingleton<HashingWork>(work))), work);
        await queue.ExecuteAsync("CREATE EXTENSION pgrowlocks");
        return queue;
    }

    public async Task ResetAsync(int pending)
        => (await Client.PostAsync($"/demo/jobs/reset?pending={pending}", null, Cancel)).EnsureSuccessStatusCode();

    /// <param name="lane">bad, good or leased.</param>
    public async Task<RowLockingResult> ClaimAsync(
        string lane, int batch = 50, CancellationToken? cancellationToken = null)
    {
        using var response = await Client.PostAsync($"{PathOf(lane)}?batch={batch}", null, cancellationToken ?? Cancel);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<RowLockingResult>(Cancel))!;
    }

    public static string PathOf(string lane) => lane == "leased" ? "/good/jobs/claim/leased" : $"/{lane}/jobs/claim";

    /// <summary>The statement with which a lane claimed its jobs.</summary>
    public NpgsqlCommand ClaimSent()
        => App.Sent.All.Last(sent => sent.CommandText.Contains("WHERE status = 'pending'", StringComparison.Ordinal));

    public Task<long> CountAsync(string where) => ScalarAsync<long>($"SELECT count(*) FROM jobs WHERE {where}");

    public Task<long> RowLocksAsync() => ScalarAsync<long>("SELECT count(*) FROM pgrowlocks('jobs')");

    public Task<long> WaitersAsync() => ScalarAsync<long>(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'");

    public async Task<NpgsqlConnection> ConnectAsync() => await _outside.OpenConnectionAsync(Cancel);

    public Task<T> ScalarAsync<T>(string sql) => _outside.ScalarAsync<T>(sql, Cancel);

    public Task ExecuteAsync(string sql) => _outside.ExecuteAsync(sql, Cancel);

    public static Task UntilAsync(Func<Task<bool>> isSo, string what) => Eventually.TrueAsync(isSo, what, Cancel);

    public async ValueTask DisposeAsync()
    {
        Work.LetGo();
        await _outside.DisposeAsync();
        await App.DisposeAsync();
    }
}
