using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using PyConDemo.Api.Data.Seeding;
using PyConDemo.Api.Hosting;
using PyConDemo.Api.Tests.Support;

namespace PyConDemo.Api.Tests.Hosting;

public sealed class ReadinessTests(Cluster cluster)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_ready_after_the_last_seed_step()
    {
        await using var database = await cluster.CopyAsync(DemoScale.Small);
        var step = new HeldStep();
        await using var app = new WebApplicationFactory<Program>().WithWebHostBuilder(host => host
            .UseEnvironment("Development")
            .UseSetting("ConnectionStrings:Demo", database.ConnectionString)
            .UseSetting("Demo:Scale", "small")
            .UseSetting("Storage:Folder", TestObjects.Folder)
            .UseSetting("Logging:LogLevel:Default", "Warning")
            .ConfigureTestServices(services => services.AddSingleton<ISeedStep>(step)));
        using var client = app.CreateClient();

        await step.Begun.Task.WaitAsync(Cancel);
        Assert.Equal("The data is still being seeded.", await ReasonAsync(client));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/live", Cancel)).StatusCode);

        step.End.SetResult();
        await Eventually.TrueAsync(async () => await ReasonAsync(client) is null, "ready", Cancel);
    }

    [Theory]
    [InlineData("ALTER SCHEMA hangfire RENAME TO lost", "ALTER SCHEMA lost RENAME TO hangfire")]
    [InlineData("ALTER TABLE demo_seed RENAME TO lost", "ALTER TABLE lost RENAME TO demo_seed")]
    public async Task It_is_not_ready_without_its_tables(string lose, string restore)
    {
        await using var app = await DemoApp.StartAsync(cluster, DemoScale.Small);
        using var client = app.CreateClient();
        await using var outside = Npgsql.NpgsqlDataSource.Create(app.ConnectionString);

        await outside.ExecuteAsync(lose, Cancel);
        Assert.StartsWith("The database has lost its tables.", await ReasonAsync(client), StringComparison.Ordinal);

        await outside.ExecuteAsync(restore, Cancel);
        Assert.Null(await ReasonAsync(client));
    }

    /// <summary>Why the program is not ready; null if it is.</summary>
    private static async Task<string?> ReasonAsync(HttpClient client)
    {
        using var response = await client.GetAsync("/health/ready", Cancel);
        if (response.StatusCode == HttpStatusCode.OK) return null;

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
        return (await response.Content.ReadFromJsonAsync<ProblemDetails>(Cancel))!.Detail;
    }

    private sealed class HeldStep : ISeedStep
    {
        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource End { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task RunAsync(CancellationToken cancellationToken)
        {
            Begun.SetResult();
            return End.Task;
        }
    }
}
