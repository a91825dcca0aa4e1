using Dapper;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using PyConDemo.Checklist.Rules;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Catalogue;

/// <summary>Statements that join lists. Some return each item of one list with each item of another.</summary>
internal static class ProductShapes
{
    // The article 300 has 40 comments and 40 tags.
    private const string TwoLists = """
        SELECT a.id, c.id, t.id
        FROM articles a LEFT JOIN comments c ON c.article_id = a.id LEFT JOIN tags t ON t.article_id = a.id
        WHERE a.id = 300
        """;

    public static IEnumerable<CatalogueShape> All => Products().Concat(Hidden()).Concat(Right());

    private static IEnumerable<CatalogueShape> Products() =>
    [
        Product("two Includes of one article", "each comment comes with each tag", Ef(articles =>
            articles.Include(a => a.Comments).Include(a => a.Tags).Where(a => a.Id == 300))),
        Product("two Includes of a page of articles", "each comment comes with each tag of its article", Ef(articles =>
            articles.Include(a => a.Comments).Include(a => a.Tags).Where(a => a.Id > 300).OrderBy(a => a.Id).Take(10))),
        Product("two lists in a projection", "each comment comes with each tag", async c =>
        {
            await using var articles = ArticleContext.On(c.Db);
            return await articles.Articles.Where(a => a.Id == 300).Select(a => new
            {
                a.Title,
                Comments = a.Comments.Select(x => x.Text).ToList(),
                Tags = a.Tags.Select(x => x.Name).ToList(),
            }).SingleAsync(c.Cancel);
        }),
        Product("two lists by LEFT JOIN", "each comment comes with each tag", c => Read(c, TwoLists)),
        Product("two lists by GraphQL", "each comment comes with each tag", async c =>
            new { data = new { article = await Read(c, TwoLists) } }) with { Method = "POST" },
        Product("two lists by Dapper's multi-mapping", "each comment comes with each tag", async c =>
        {
            await using var connection = await c.Open();
            var article = new Article();
            var (comments, tags) = (new Dictionary<int, Comment>(), new Dictionary<int, Tag>());
            await connection.QueryAsync<Article, Comment, Tag, int>(
                """
                SELECT a.id, a.title, c.id, c.text, t.id, t.name
                FROM articles a JOIN comments c ON c.article_id = a.id JOIN tags t ON t.article_id = a.id
                WHERE a.id = 300
                """,
                (found, comment, tag) =>
                {
                    (article, comments[comment.Id], tags[tag.Id]) = (found, comment, tag);
                    return found.Id;
                });
            return new { article.Id, article.Title, comments = comments.Values, tags = tags.Values };
        }),
        Product("two lists without their parent", "each comment comes with each tag", c => Read(c,
            "SELECT c.article_id, c.id, t.id FROM comments c JOIN tags t USING (article_id) WHERE c.article_id = 300")),
        Product("two lists with commas", "each comment comes with each tag", c => Read(c, """
            SELECT a.id, c.id, t.id FROM articles a, comments c, tags t
            WHERE c.article_id = a.id AND t.article_id = a.id AND a.id = 300
            """)),
        Product("a CROSS JOIN for two lists", "each author comes with each day", async c =>
        {
            await using var connection = await c.Open();
            var rows = (await connection.QueryAsync<(int Author, int Day)>(
                "SELECT a.id, d FROM authors a CROSS JOIN generate_series(1, 10) d")).ToList();
            return new { authors = rows.Select(r => r.Author).Distinct(), days = rows.Select(r => r.Day).Distinct() };
        }),
        Product("three lists", "each comment comes with each tag and each like", async c =>
        {
            await using var connection = await c.Open();
            var rows = (await connection.QueryAsync<(int Comment, int Tag, int Like)>("""
                SELECT c.id, t.id, l.id FROM articles a JOIN comments c ON c.article_id = a.id
                    JOIN tags t ON t.article_id = a.id JOIN likes l ON l.article_id = a.id WHERE a.id = 301
                """)).ToList();
            return new
            {
                comments = rows.Select(r => r.Comment).Distinct(),
                tags = rows.Select(r => r.Tag).Distinct(),
                likes = rows.Select(r => r.Like).Distinct(),
            };
        }),
        Product("two lists beside another statement's", "each comment comes with each tag", async c =>
        {
            await using var connection = await c.Open();
            var names = await connection.QueryAsync<string>("SELECT name FROM authors ORDER BY id LIMIT 5");
            return new { names, article = await Read(c, TwoLists) };
        }),
    ];

    // Something is seen, but not that a product was the cause.
    private static IEnumerable<CatalogueShape> Hidden() =>
    [
        Product("two lists that are only counted", "the answer has neither list, and PostgreSQL could count", async c =>
        {
            await using var articles = ArticleContext.On(c.Db);
            var article = await articles.Articles.Include(a => a.Comments).Include(a => a.Tags)
                .SingleAsync(a => a.Id == 300, c.Cancel);
            return new { article.Title, comments = article.Comments.Count, tags = article.Tags.Count };
        }) with { Observed = ObservationKinds.RowsNotSent },
        Product("two lists of a view", "only the view's text shows its joins",
            c => Read(c, "SELECT id, comment_id, tag_id FROM article_lists WHERE id = 300"))
            with { Observed = ObservationKinds.RowsNotSent },
    ];

    private static IEnumerable<CatalogueShape> Right() =>
    [
        Fine("one Include", "each comment comes once",
            Ef(articles => articles.Include(a => a.Comments).Where(a => a.Id <= 100))),
        Fine("two Includes as split queries", "each list has its own statement", Ef(articles =>
            articles.Include(a => a.Comments).Include(a => a.Tags).Where(a => a.Id <= 100).AsSplitQuery())),
        Fine("two short lists", "500 rows are few", Ef(articles => articles.Include(a => a.Comments)
            .Include(a => a.Tags).Where(a => a.Id > 300).OrderBy(a => a.Id).Take(3))),
        Fine("Include and ThenInclude", "each list belongs to the other, so no item comes twice", async c =>
        {
            await using var blog = BlogContext.On(c.Db);
            var posts = await blog.Posts.Include(p => p.Author).ThenInclude(a => a.Posts).ToListAsync(c.Cancel);
            return posts.Select(p => new { p.Id, author = p.Author.Name, others = p.Author.Posts.Select(o => o.Id) });
        }),
        Fine("an outer list of lists", "each line comes once", async c =>
        {
            await using var connection = await c.Open();
            var rows = await connection.QueryAsync<(int Author, int Post, int Line)>("""
                SELECT a.id, p.id, l.id FROM authors a JOIN posts p ON p.author_id = a.id
                    JOIN lines l ON l.author_id = p.author_id WHERE a.id <= 15
                """);
            return rows.GroupBy(r => r.Author).Select(author => new
            {
                author.Key,
                posts = author.GroupBy(r => r.Post).Select(p => new { p.Key, lines = p.Select(r => r.Line) }),
            });
        }),
        Fine("Includes of single rows", "each post has one author", async c =>
        {
            await using var connection = await c.Open();
            return (await connection.QueryAsync<(int, string, string)>("""
                SELECT j.id, a.name, p.title FROM jobs j JOIN authors a ON a.id = 1 + j.id % 200
                    JOIN posts p ON p.id = a.id WHERE j.id <= 1200
                """)).Select(r => new { r.Item1 });
        }),
        Fine("QueryMultiple", "each list has its own statement", async c =>
        {
            await using var connection = await c.Open();
            await using var both = await connection.QueryMultipleAsync(
                "SELECT id FROM comments WHERE article_id <= 100; SELECT id FROM tags WHERE article_id = 300");
            return new { comments = await both.ReadAsync<int>(), tags = await both.ReadAsync<int>() };
        }),
        Fine("a CROSS JOIN that is the answer", "each pair is in the answer", async c =>
        {
            await using var connection = await c.Open();
            return (await connection.QueryAsync<(int, int)>(
                "SELECT a.id, d FROM authors a CROSS JOIN generate_series(1, 7) d")).Select(r => new { r.Item1, r.Item2 });
        }),
    ];

    private static CatalogueShape Product(string name, string why, Func<CatalogueCall, Task<object>> answer)
        => Fine(name, why, answer) with { Observed = ObservationKinds.CartesianProduct };

    private static CatalogueShape Fine(string name, string why, Func<CatalogueCall, Task<object>> answer)
        => new(name, why)
        {
            Handle = async c => await c.Http.Response.WriteAsJsonAsync(await answer(c), c.Cancel),
        };

    private static Func<CatalogueCall, Task<object>> Ef(Func<IQueryable<Article>, IQueryable<Article>> query) => async c =>
    {
        await using var articles = ArticleContext.On(c.Db);
        return await query(articles.Articles.AsNoTracking()).ToListAsync(c.Cancel);
    };

    private static async Task<object> Read(CatalogueCall call, string sql)
    {
        await using var connection = await call.Open();
        var rows = (await connection.QueryAsync<(int Article, int Comment, int Tag)>(sql)).ToList();
        return new
        {
            id = rows[0].Article,
            comments = rows.Select(r => r.Comment).Distinct(),
            tags = rows.Select(r => r.Tag).Distinct(),
        };
    }
}
