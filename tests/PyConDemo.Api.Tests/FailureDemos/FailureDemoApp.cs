using System.Net.Http.Json;
using Microsoft.AspNetCore.Hosting;
using Npgsql;
using PyConDemo.Api.Data.Seeding;
using PyConDemo.Api.FailureDemos;
using PyConDemo.Api.Tests.Support;

namespace PyConDemo.Api.Tests.FailureDemos;

/// <summary>The program with its own database, and a connection to watch a failure demo's sessions.</summary>
internal sealed class FailureDemoApp : IAsyncDisposable
{
    private readonly NpgsqlDataSource _outside;

    private FailureDemoApp(DemoApp app)
        => (App, Client, _outside) = (app, app.CreateClient(), NpgsqlDataSource.Create(app.ConnectionString));

    public DemoApp App { get; }

    public HttpClient Client { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<FailureDemoApp> StartAsync(Cluster cluster, Action<IWebHostBuilder>? configure = null)
        => new(await DemoApp.StartAsync(cluster, DemoScale.Small, builder =>
        {
            builder.UseSetting("Dashboard:RefreshSeconds", "3600"); // no background refresh during the test
            configure?.Invoke(builder);
        }));

    public async Task<FailureDemoState> StartDemoAsync(string act)
    {
        using var answer = await Client.PostAsync($"/demo/acts/{act}", null, Cancel);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<FailureDemoState>(Cancel))!;
    }

    public async Task<FailureDemoState> StopDemoAsync(string act)
        => (await Client.DeleteFromJsonAsync<FailureDemoState>($"/demo/acts/{act}", Cancel))!;

    public async Task<FailureDemoState> StateAsync(string act)
        => (await Client.GetFromJsonAsync<List<FailureDemoState>>("/demo/acts", Cancel))!
            .Single(state => state.Act == act);

    public Task<long> SessionsAsync(string act) => SessionsAsync(_outside, act);

    /// <summary>Waits, because PostgreSQL lists a session for a moment after its connection is closed.</summary>
    public Task GoneAsync(string act)
        => Eventually.TrueAsync(async () => await SessionsAsync(act) == 0, "its session is gone", Cancel);

    public static Task<long> SessionsAsync(NpgsqlDataSource outside, string act) => outside.ScalarAsync<long>(
        $"""
        SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'PyConDemo act {act}'
        """,
        Cancel);

    public Task<T> ScalarAsync<T>(string sql) => _outside.ScalarAsync<T>(sql, Cancel);

    public Task ExecuteAsync(string sql) => _outside.ExecuteAsync(sql, Cancel);

    public async ValueTask DisposeAsync()
    {
        await _outside.DisposeAsync();
        await App.DisposeAsync();
    }
}
