using System.Net;
using System.Net.Http.Json;
using PyConDemo.Api.Diagnostics;
using PyConDemo.Api.Tests.Support;

namespace PyConDemo.Api.Tests.Diagnostics;

public sealed class DiagnosticsTests(SmallApp small) : IClassFixture<SmallApp>
{
    private readonly DemoApp _app = small.App;
    private readonly HttpClient _client = small.Client;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/ping")]
    [InlineData("/swagger/index.html")]
    [InlineData("/swagger/swagger-ui-bundle.js")]
    [InlineData("/")]
    public async Task Answers(string path)
        => Assert.Equal(HttpStatusCode.OK, (await _client.GetAsync(path, Cancel)).StatusCode);

    [Fact]
    public async Task The_bystander_reads_one_row_by_primary_key()
    {
        _app.Sent.Clear();
        var user = await _client.GetFromJsonAsync<Bystander>("/bystander", Cancel);

        Assert.Equal(1, user!.Id);
        Assert.NotEmpty(user.Name);
        var plan = await Plan.OfAsync(_app.ConnectionString, Assert.Single(_app.Sent.All), Cancel);
        Assert.Contains("id = ", plan.IndexCond, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_Swagger_page_asks_nothing_of_another_host()
    {
        var page = await _client.GetStringAsync("/swagger/index.html", Cancel);
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http://", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_vitals_tell_process_load_and_database()
    {
        var before = await VitalsAsync();
        await _client.GetAsync("/bad/orders?page=1&size=1", Cancel);
        await _client.GetAsync("/good/orders?size=1", Cancel);
        await _client.GetAsync("/good/orders?size=1", Cancel);
        var after = before;
        // Processor time has a resolution of 10 ms. The route answers null if the database is too slow.
        await Eventually.TrueAsync(
            async () => (after = await VitalsAsync()).CpuSeconds > before.CpuSeconds
                && after is { OpenConnections: > 0, LockWaits: 0 },
            "vitals with processor time and database", Cancel);

        Assert.Equal(before.Instance, after.Instance);
        Assert.True(after.Optimized, "A demo that is measured must be optimised, also with `dotnet run`.");
        Assert.Equal("small", after.Scale);
        Assert.InRange(after.PeakMemoryBytes, after.MemoryBytes / 2, long.MaxValue);
        Assert.InRange(after.OpenConnections!.Value, 1, 100);
        Assert.NotEmpty(after.Postgres!.Version);
    }

    [Fact]
    public async Task An_unknown_route_gets_a_problem_too()
    {
        var response = await _client.GetAsync("/nowhere", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    private async Task<ServerVitals> VitalsAsync()
        => (await _client.GetFromJsonAsync<ServerVitals>("/vitals", Cancel))!;
}
