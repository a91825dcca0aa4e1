using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PyConDemo.Api.AntiPatterns.NPlusOne;
using PyConDemo.Api.Data;
using PyConDemo.Api.Tests.Support;

namespace PyConDemo.Api.Tests.AntiPatterns;

public sealed class NPlusOneTests(SmallApp small) : IClassFixture<SmallApp>, IDisposable
{
    private readonly DemoApp _app = small.App;
    private readonly HttpClient _client = small.Client;
    private readonly NpgsqlCommands _commands = new(small.App.ConnectionString);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _commands.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(1000)]
    public async Task All_lanes_give_the_same_posts(int size)
    {
        var bad = await GetAsync($"/bad/posts?size={size}");
        var good = await GetAsync($"/good/posts?size={size}");
        var projected = await GetAsync($"/good/posts/projected?size={size}");

        Assert.Equal(size, good.Posts.Count);
        Assert.Equal(bad.Posts, good.Posts);
        Assert.Equal(good.Posts, projected.Posts);
        Assert.Equal(size, good.Posts.DistinctBy(post => post.Id).Count());
    }

    [Fact]
    public async Task The_authors_are_the_right_ones()
    {
        var good = await GetAsync("/good/posts?size=100");

        await using var db = new Npgsql.NpgsqlConnection(_app.ConnectionString);
        await db.OpenAsync(Cancel);
        await using var command = new Npgsql.NpgsqlCommand(
            """
            SELECT string_agg(u.name, ',' ORDER BY p.id DESC)
            FROM posts p JOIN users u ON u.id = p.author_id
            WHERE p.id > 1900
            """, db);
        Assert.Equal(
            await command.ExecuteScalarAsync(Cancel), string.Join(',', good.Posts.Select(post => post.Author)));
    }

    [Theory]
    [InlineData("/bad/posts?size=1", 2)]
    [InlineData("/bad/posts?size=100", 101)]
    [InlineData("/bad/posts", 101)]
    [InlineData("/good/posts?size=1", 1)]
    [InlineData("/good/posts?size=100", 1)]
    [InlineData("/good/posts", 1)]
    [InlineData("/good/posts/projected?size=1", 1)]
    [InlineData("/good/posts/projected?size=100", 1)]
    public async Task Bad_sends_a_command_per_post_and_Good_sends_one(string path, int expected)
    {
        await GetAsync(path);
        Assert.Equal(expected, Commands().Count);
    }

    [Fact]
    public async Task The_projection_reads_only_the_columns_that_are_shown()
    {
        await GetAsync("/good/posts?size=100");
        Assert.Contains(Commands(), sql => sql.Contains("p.body", StringComparison.Ordinal));

        await GetAsync("/good/posts/projected?size=100");
        var sql = Commands()[^1];
        Assert.DoesNotContain("body", sql, StringComparison.Ordinal);
        Assert.DoesNotContain("email", sql, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Authors_repeat_among_the_posts_and_are_queried_again_each_time()
    {
        var bad = await GetAsync("/bad/posts?size=100");

        Assert.True(
            bad.Posts.DistinctBy(post => post.Author).Count() < 100, "Every post has another author: nothing to show.");
        Assert.Equal(100, Commands().Count(sql => sql.Contains("FROM users", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task With_tracking_it_would_be_a_command_per_author()
    {
        await using var scope = _app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DemoDb>();

        var posts = await db.Posts.OrderByDescending(post => post.Id).Take(100).ToListAsync(Cancel);
        Assert.All(posts, post => Assert.NotEmpty(post.Author.Name));

        Assert.Equal(1 + posts.DistinctBy(post => post.AuthorId).Count(), Commands().Count);
    }

    [Fact]
    public async Task A_projection_is_one_command_and_reads_only_what_is_shown()
    {
        var good = await GetAsync("/good/posts?size=100");
        var include = Assert.Single(Commands());
        _commands.Clear();

        await using var scope = _app.Services.CreateAsyncScope();
        var projected = await scope.ServiceProvider.GetRequiredService<DemoDb>().Posts
            .OrderByDescending(post => post.Id)
            .Take(100)
            .Select(post => new PostItem(post.Id, post.Title, post.CreatedAt, post.Author.Name))
            .ToListAsync(Cancel);
        var select = Assert.Single(Commands());

        Assert.Equal(good.Posts, projected);
        Assert.All(["body", "email"], unused =>
        {
            Assert.Contains(unused, include, StringComparison.Ordinal);
            Assert.DoesNotContain(unused, select, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Two_sibling_Includes_multiply_rows_and_AsSplitQuery_adds_them()
    {
        var sent = new SentCommands();
        await using var db = new BlogDb(
            new DbContextOptionsBuilder<BlogDb>().UseNpgsql(_app.ConnectionString).AddInterceptors(sent).Options);
        var siblings = db.Users.AsNoTracking()
            .Where(user => user.Id == 1)
            .Include(user => user.Posts)
            .Include(user => user.Orders);

        var joined = await siblings.SingleAsync(Cancel);
        var (posts, orders) = (joined.Posts.Count, joined.Orders.Count);
        Assert.True(posts > 1 && orders > 1, $"{posts} posts and {orders} orders multiply nothing.");
        Assert.Equal([posts * orders], await RowsAsync(sent));

        sent.Clear();
        var split = await siblings.AsSplitQuery().SingleAsync(Cancel);
        Assert.Equal((posts, orders), (split.Posts.Count, split.Orders.Count));
        Assert.Equal([1, posts, orders], await RowsAsync(sent));
    }

    [Fact]
    public async Task A_split_query_is_not_N_plus_1()
    {
        await using var db = new BlogDb(new DbContextOptionsBuilder<BlogDb>().UseNpgsql(_app.ConnectionString).Options);

        var users = await db.Users.AsNoTracking().OrderBy(user => user.Id).Take(50)
            .Include(user => user.Posts).Include(user => user.Orders).AsSplitQuery().ToListAsync(Cancel);

        Assert.Equal(50, users.Count);
        Assert.Equal(3, Commands().Count);
    }

    [Fact]
    public async Task An_abandoned_request_stops_at_the_next_post()
    {
        using var client = new CancellationTokenSource();
        var options = new DbContextOptionsBuilder<DemoDb>()
            .UseNpgsql(_app.ConnectionString)
            .UseSnakeCaseNamingConvention()
            .UseLazyLoadingProxies()
            .AddInterceptors(new CancelAtCommand(10, client))
            .Options;
        await using var db = new DemoDb(options);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => NPlusOneBad.GetPosts(db, client.Token, size: 100));

        Assert.Equal(10, Commands().Count);
    }

    [Theory]
    [InlineData("/bad/posts?size=0")]
    [InlineData("/bad/posts?size=1001")]
    [InlineData("/bad/posts?size=x")]
    [InlineData("/good/posts?size=0")]
    [InlineData("/good/posts?size=-5")]
    [InlineData("/good/posts?size=1001")]
    [InlineData("/good/posts/projected?size=0")]
    [InlineData("/good/posts/projected?size=1001")]
    [InlineData("/good/posts?size=99999999999")]
    public async Task Bad_input_gets_400_that_says_what_is_wrong(string path)
    {
        var response = await _client.GetAsync(path, Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("size", await response.Content.ReadAsStringAsync(Cancel), StringComparison.OrdinalIgnoreCase);
        Assert.Empty(Commands());
    }

    // The program's background services may send commands meanwhile.
    private List<string> Commands() => [.. _commands.All.Where(sql =>
        sql.Contains("FROM posts", StringComparison.Ordinal) || sql.Contains("FROM users", StringComparison.Ordinal))];

    private async Task<List<long>> RowsAsync(SentCommands sent)
    {
        var rows = new List<long>();
        foreach (var command in sent.All)
        {
            rows.Add((await Plan.OfAsync(_app.ConnectionString, command, Cancel)).Rows);
        }

        return rows;
    }

    private async Task<NPlusOneResult> GetAsync(string path)
        => (await _client.GetFromJsonAsync<NPlusOneResult>(path, Cancel))!;
}
