using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PyConDemo.Api.AntiPatterns.LongRequests;
using PyConDemo.Api.Data.Seeding;
using PyConDemo.Api.Storage;
using PyConDemo.Api.Tests.Support;

namespace PyConDemo.Api.Tests.ErrorHandling;

/// <summary>A database or a disk that can't do its work is no bug of the program: the answer is 503.</summary>
public sealed class BrokenServiceTests(Cluster cluster)
{
    private const string Path = "/var/secret/objects";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("default_transaction_read_only = on", "POST", "/good/reports")]
    [InlineData("default_transaction_read_only = on", "POST", "/bad/reports")]
    [InlineData("default_transaction_read_only = on", "POST", "/bad/jobs/claim")]
    [InlineData("default_transaction_read_only = on", "POST", "/demo/jobs/reset?pending=100")]
    [InlineData("default_transaction_read_only = on", "POST", "/demo/dashboard/refresh")]
    [InlineData("default_transaction_read_only = on", "POST", "/demo/reset")]
    [InlineData("statement_timeout = '1ms'", "GET", "/bad/dashboard")]
    [InlineData("statement_timeout = '1ms'", "POST", "/demo/dashboard/refresh")]
    public async Task A_setting_of_the_database_that_forbids_the_work_is_a_503(
        string setting, string method, string path)
    {
        await using var app = await DemoApp.StartAsync(cluster, DemoScale.Small, host =>
        {
            Quiet(host);
            // As for a user's own server. The demo's own server is started with options that win over the database's.
            var settings = new NpgsqlConnectionStringBuilder(host.GetSetting("ConnectionStrings:Demo")) { Options = null };
            host.UseSetting("ConnectionStrings:Demo", settings.ConnectionString);
        });
        using var client = app.CreateClient();
        await using (var db = NpgsqlDataSource.Create(app.ConnectionString))
        {
            var name = new NpgsqlConnectionStringBuilder(app.ConnectionString).Database;
            await db.ExecuteAsync($"ALTER DATABASE \"{name}\" SET {setting}", Cancel);
            await db.ExecuteAsync("""
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid()
                """, Cancel);
        }

        await Unavailable(() => SendAsync(client, method, path));
    }

    [Fact]
    public async Task A_store_that_fails_is_a_503_and_no_answer_shows_its_path()
    {
        await using var app = await DemoApp.StartAsync(cluster, DemoScale.Small, host =>
        {
            Quiet(host);
            host.UseSetting("Reports:RetrySeconds", "0").UseSetting("Reports:Retries", "1");
            host.ConfigureTestServices(services => services.AddSingleton<IObjectStore, FullStore>());
        });
        using var client = app.CreateClient();

        await Unavailable(() => SendAsync(client, "GET", $"/images/{new string('0', 64)}"));
        await Unavailable(() => SendAsync(client, "POST", "/bad/reports"));

        using var accepted = await SendAsync(client, "POST", "/good/reports");
        LongRequestsResult? report = null;
        await Eventually.TrueAsync(
            async () => (report = await client.GetFromJsonAsync<LongRequestsResult>(accepted.Headers.Location, Cancel))
                is { State: "failed" },
            "a failed report", Cancel);
        Assert.Equal("The object store could not keep the PDF.", report!.Reason);
    }

    private static void Quiet(IWebHostBuilder host) => host.UseSetting("Logging:LogLevel:Default", "None");

    private static async Task Unavailable(Func<Task<HttpResponseMessage>> send)
    {
        using var response = await send();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotContain(Path, await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string method, string path)
    {
        using var request = new HttpRequestMessage(new(method), path);
        if (path.EndsWith("reports", StringComparison.Ordinal))
            request.Content = JsonContent.Create(new { month = "2025-03" });
        return await client.SendAsync(request, Cancel);
    }

    /// <summary>A store on a full disk. The images of the start are not its subject.</summary>
    private sealed class FullStore : IObjectStore
    {
        public Task<ObjectKey> PutAsync(
            ObjectKind kind, ReadOnlyMemory<byte> content, string contentType, CancellationToken cancellationToken)
            => kind == ObjectKind.Images ? Task.FromResult(ObjectKey.Of(kind, content.Span)) : throw Full();

        public Task<StoredObject?> GetAsync(ObjectKey key, CancellationToken cancellationToken) => throw Full();

        public Task DeleteAsync(ObjectKey key, CancellationToken cancellationToken) => throw Full();

        public IAsyncEnumerable<ObjectKey> ListAsync(ObjectKind kind, CancellationToken cancellationToken)
            => AsyncEnumerable.Empty<ObjectKey>();

        private static IOException Full() => new($"No space left on device : '{Path}'");
    }
}
