using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using PyConDemo.ApiClient;
using PyConDemo.Stage.Racing;

namespace PyConDemo.Stage.Tests.Racing;

/// <summary>Tests how a race finds the deep page of an attendee's own lane.</summary>
public class NextLinkWalkerTests
{
    private static readonly PatternLane Yours = new("yours", "GET", "/yours/orders?page=12&size=50", null);
    private static readonly Pattern Orders = new(
        "offset-pagination", "OFFSET", "", "", [Yours], new PatternDial("page", "pages", 12, 1, 20));

    private readonly ConcurrentQueue<string> _asked = new();

    [Theory]
    [InlineData(12, "/yours/orders?size=50&page=12")]
    [InlineData(1, "/yours/orders?size=50&page=1")]
    public async Task As_shipped_it_pages_by_number(long page, string path)
    {
        Assert.Equal(path, await PrepareAsync(
            page, (first, size) => $"/yours/orders?page={first / size + 2}&size={size}"));
        Assert.Single(_asked);
    }

    [Theory]
    [InlineData(12, "/yours/orders?from=550&size=50")] // 200 + 200 + 150
    [InlineData(1, "/yours/orders?size=50")]
    public async Task A_cursor_of_its_own_is_walked_to_the_row_before_the_page(long page, string path)
    {
        Assert.Equal(path, await PrepareAsync(page, (first, size) => $"/yours/orders?from={first + size}&size={size}"));
        Assert.Equal(page == 1 ? 1 : 3, _asked.Count);
    }

    [Fact]
    public async Task A_link_to_the_lane_that_was_copied_leads_through_its_own_path()
    {
        Assert.Equal(
            "/yours/orders?from=550&size=50",
            await PrepareAsync(12, (first, size) => $"/good/orders?size={size}&from={first + size}"));
        Assert.All(_asked, path => Assert.StartsWith("/yours/orders?", path, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, "the next links of /yours/orders end after 200 rows, before page 12")]
    [InlineData("bookmark", "the next link of /yours/orders has no query: bookmark")]
    public async Task Links_that_lead_nowhere_are_told(string? next, string words)
        => Assert.Equal(
            words, (await Assert.ThrowsAsync<RaceRefusedException>(() => PrepareAsync(12, (_, _) => next))).Message);

    private async Task<string> PrepareAsync(long page, Func<int, int, string?> next)
    {
        var handler = (HttpRequest request, int size, int from = 0) =>
        {
            _asked.Enqueue(request.Path + request.QueryString);
            return new { orders = Enumerable.Range(from, size), next = next(from, size) };
        };
        await using var server = await FakeServer.StartAsync(app => app.MapGet("/yours/orders", handler));
        using var client = new DemoClient(server.Address);
        var prepared = await RaceCatalog.Find("offset-pagination").PrepareRequestAsync(
            client, Orders, Yours, page, TestContext.Current.CancellationToken);
        return prepared.Path;
    }
}
