using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using PyConDemo.Checklist.Rules;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Catalogue;

/// <summary>Requests that read many rows. Some answer with few of them.</summary>
internal static class UnsentShapes
{
    private const string AllJobs = "SELECT id, status FROM jobs";

    // The request refuses what it does not find, so it shows nothing to most rules.
    private static readonly string[] Refused = [.. HealthRules.All.Except([HealthRules.FatPayloads])];

    public static IEnumerable<CatalogueShape> All => InMemory().Concat(Sent()).Concat(Elsewhere()).Concat(Unknown());

    private static IEnumerable<CatalogueShape> InMemory() =>
    [
        Unsent("ToList before Where", "PostgreSQL could filter", jobs => jobs.Where(j => j.Id % 100 == 0)),
        Unsent("ToList before Skip and Take", "PostgreSQL could page", jobs => jobs.Skip(100).Take(50)),
        Unsent("ToList before Count", "PostgreSQL could count", jobs => new { total = jobs.Count }),
        Unsent("ToList before Sum", "PostgreSQL could sum, and the answer is a number", jobs => jobs.Sum(j => j.Id)),
        Unsent("ToList before First", "PostgreSQL could stop at the first row", jobs => jobs.First(j => j.Id > 7)),
        Unsent("ToList before Any", "PostgreSQL could stop at the first row", jobs => jobs.Any(j => j.Id == 7)),
        Unsent("ToList before a filter that keeps nothing", "PostgreSQL could filter",
            jobs => jobs.Where(j => j.Status == "lost")),
        Unsent("groups that the program makes", "PostgreSQL could group",
            jobs => jobs.GroupBy(j => j.Status).Select(g => new { g.Key, Count = g.Count() })),
        Unsent("a menu of distinct values", "PostgreSQL could find them", jobs => jobs.Select(j => j.Status).Distinct()),
        Unsent("a dictionary of all rows to look up three", "PostgreSQL could find the three", jobs =>
        {
            var byId = jobs.ToDictionary(j => j.Id);
            return new[] { byId[7], byId[70], byId[700] };
        }),
        Unsent("a chart of twelve months from all rows", "PostgreSQL could sum them up by month",
            jobs => jobs.GroupBy(j => j.Id % 12).Select(g => new { month = g.Key, total = g.Sum(j => j.Id) })),
        Unsent("a page in memory with its total", "PostgreSQL could page and count",
            jobs => new { items = jobs.Take(50), total = jobs.Count }),
        Unsent("a page in memory, compressed by the program", "the body is unpacked", jobs => jobs.Take(50), "br"),
        Observed("AsEnumerable before Where", "PostgreSQL could filter", async c =>
        {
            await using var blog = BlogContext.On(c.Db);
            return blog.Jobs.AsNoTracking().AsEnumerable().Where(j => j.Id % 100 == 0).ToList();
        }),
        Observed("QueryFirst without LIMIT", "PostgreSQL sends all rows", async c =>
        {
            await using var connection = await c.Open();
            return await connection.QueryFirstAsync<Job>(AllJobs);
        }),
        Observed("an Include only to count", "PostgreSQL could count each list", async c =>
        {
            await using var articles = ArticleContext.On(c.Db);
            var all = await articles.Articles.Include(a => a.Comments).Where(a => a.Id <= 200).ToListAsync(c.Cancel);
            return all.Where(a => a.Comments.Count > 9).Take(100).Select(a => new { a.Title, a.Comments.Count });
        }),
        Observed("two whole tables for one answer", "PostgreSQL could join them", async c =>
        {
            await using var connection = await c.Open();
            var ids = (await connection.QueryAsync<int>("SELECT id FROM lines WHERE author_id <= 10")).ToHashSet();
            var jobs = await connection.QueryAsync<Job>(AllJobs);
            return jobs.Where(j => ids.Contains(j.Id)).Take(20);
        }),
        Observed("all permissions of a user on each request", "few of them decide", async c =>
        {
            await using var connection = await c.Open();
            var allowed = (await connection.QueryAsync<int>("SELECT id FROM jobs WHERE id <= 1200")).ToHashSet();
            return new { name = "author 7", canWrite = allowed.Contains(7) };
        }),
        Observed("a page in memory beside a list of names", "the names come from another statement", async c =>
        {
            await using var connection = await c.Open();
            var jobs = await connection.QueryAsync<int>(
                "SELECT j.id FROM jobs j JOIN authors a ON a.id = 1 + j.id % 200 ORDER BY j.id");
            var names = await connection.QueryAsync<string>("SELECT name FROM authors ORDER BY id LIMIT 40");
            return new { items = jobs.Take(50).Select(id => new { id }), names };
        }),
        Observed("GraphQL that filters in memory", "its nested answer has few of the rows", async c =>
        {
            var jobs = await Jobs(c);
            var nodes = jobs.Take(20).Select(j => new { j.Id, owner = new { name = "author" } });
            return new { data = new { jobs = new { nodes, totalCount = jobs.Count } } };
        }) with { Method = "POST" },
    ];

    private static IEnumerable<CatalogueShape> Sent() =>
    [
        Right("a list of all rows", "the answer has each row", jobs => jobs.Select(j => new { j.Id })),
        Right("an answer by key", "the answer has each row",
            jobs => jobs.ToDictionary(j => $"{j.Id}", j => j.Status)),
        Right("columns instead of rows", "the answer has each row",
            jobs => new { ids = jobs.Select(j => j.Id), states = jobs.Select(j => j.Status) }),
        Right("the points of a chart", "each row is a point", jobs => jobs.Select(j => new[] { j.Id, j.Id % 7 })),
        Right("twelve rows per object", "each row is a field",
            jobs => jobs.Chunk(12).Select(year => year.Index().ToDictionary(m => $"m{m.Index}", m => m.Item.Id))),
        Right("a tree of rows", "each row is a node",
            jobs => jobs.Chunk(50).Select(branch => new { children = branch.Select(j => new { j.Id }) })),
        Right("GraphQL with nested lists", "each row is in one of the lists", jobs => new
        {
            data = new { owners = jobs.Chunk(30).Select(own => new { jobs = new { nodes = own.Select(j => j.Id) } }) },
        }) with { Method = "POST" },
        Right("CSV in JSON", "the text has each row", jobs => new { csv = Csv(jobs) }),
        new("a page and its total by PostgreSQL", "it reads 51 rows")
        {
            Handle = async c =>
            {
                await using var blog = BlogContext.On(c.Db);
                var total = await blog.Authors.CountAsync(c.Cancel);
                var items = await blog.Jobs.OrderBy(j => j.Id).Take(50).ToListAsync(c.Cancel);
                await c.Http.Response.WriteAsJsonAsync(new { items, total }, c.Cancel);
            },
        },
        new("a list that is cached", "only the first request reads")
        {
            Handle = async c =>
            {
                if (c.Number == 1) await Jobs(c);
                await c.Json("""[{"id":1},{"id":2}]""");
            },
        },
    ];

    // Nobody can tell from the answer what became of the rows.
    private static IEnumerable<CatalogueShape> Elsewhere() =>
    [
        Other("an export as CSV", "the text has each row", async (c, jobs) =>
            await c.Send("text/csv", Encoding.UTF8.GetBytes(Csv(jobs)))),
        Other("an export as JSON lines", "each line is a row", (c, jobs) => c.Send("application/x-ndjson",
            Encoding.UTF8.GetBytes(string.Concat(jobs.Select(j => $$"""{"id":{{j.Id}}}""" + "\n")))))
            with { NotSeen = [HealthRules.LongRequests, HealthRules.NPlusOne] },
        Other("a report as a download", "a download is for a person", (c, _) =>
        {
            c.Http.Response.Headers.ContentDisposition = "attachment; filename=report.json";
            return c.Json("""{"total":3000}""");
        }),
        Other("a picture of a chart", "the picture shows each row", (c, _) => c.Send("image/svg+xml", "<svg/>"u8.ToArray())),
        Other("HTML that lists the rows", "the page has each row", (c, jobs) => c.Send(
            "text/html", Encoding.UTF8.GetBytes(string.Concat(jobs.Select(j => $"<li>{j.Id}"))))),
        Other("HEAD of a list", "it has no body", (c, jobs) => c.Http.Response.WriteAsJsonAsync(jobs.Take(5), c.Cancel))
            with { Method = "HEAD", NotSeen = [HealthRules.FatPayloads] },
        Other("a list that did not change", "its hash needs each row", (c, _) =>
        {
            c.Http.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }) with
        {
            NotSeen = [HealthRules.FatPayloads],
            Call = client => client.Get("/a list that did not change", null, StatusCodes.Status304NotModified),
        },
        Other("a job that was accepted", "the work goes on", (c, _) =>
        {
            c.Http.Response.StatusCode = StatusCodes.Status202Accepted;
            return c.Json("""{"job":7}""");
        }) with { Method = "POST" },
        Other("an import", "it compares the rows with those that it writes", async (c, _) =>
        {
            await c.InTransaction(connection => connection.ExecuteAsync("INSERT INTO jobs VALUES (100001, 'new')"));
            await c.Json("""{"imported":1}""");
        }) with { Method = "POST" },
        Other("an export to another server", "the other server gets each row", async (c, _) =>
        {
            await c.CallSlowServer(TimeSpan.Zero);
            await c.Json("""{"exported":3000}""");
        }) with { Method = "POST" },
    ];

    private static IEnumerable<CatalogueShape> Unknown() =>
    [
        Missed("a page in memory as MessagePack", "only JSON has a number of items",
            (c, _) => c.Send("application/x-msgpack", new byte[100])),
        Missed("a page in memory as XML", "only JSON has a number of items",
            (c, _) => c.Send("application/xml", "<jobs><job id='1'/></jobs>"u8.ToArray())),
        Missed("a total as plain text", "only JSON has a number of items",
            (c, jobs) => c.Send("text/plain", Encoding.UTF8.GetBytes($"{jobs.Count} jobs"))),
        new("a Razor page that pages in memory", "only JSON has a number of items")
        {
            Unobserved = true,
            Route = "/jobs-page",
            Map = _ => { },
        },
        Missed("a POST that filters in memory and writes a log", "it could be an import", async (c, jobs) =>
        {
            await c.InTransaction(connection => connection.ExecuteAsync("INSERT INTO audited_reads VALUES (7)"));
            await c.Http.Response.WriteAsJsonAsync(jobs.Take(20), c.Cancel);
        }) with { Method = "POST" },
        Missed("a look-up in memory that finds nothing", "an error tells nothing of the rows", (c, _) =>
        {
            c.Http.Response.StatusCode = StatusCodes.Status404NotFound;
            return c.Send("application/problem+json", """{"title":"no such job"}"""u8.ToArray());
        }) with
        {
            NotSeen = Refused,
            Call = client => client.Get("/a look-up in memory that finds nothing", null, StatusCodes.Status404NotFound),
        },
        new("ToList before Take without a data source", "the number of rows is not known")
        {
            Unobserved = true,
            NotSeen = [HealthRules.HotAggregations],
            Handle = async c =>
            {
                await using var connection = new Npgsql.NpgsqlConnection(c.Db.ConnectionString);
                var jobs = await connection.QueryAsync<Job>(AllJobs);
                await c.Http.Response.WriteAsJsonAsync(jobs.Take(20), c.Cancel);
            },
        },
    ];

    private static CatalogueShape Unsent(
        string name, string why, Func<IReadOnlyList<Job>, object> answer, string? encoding = null)
        => Right(name, why, answer, encoding) with { Observed = ObservationKinds.RowsNotSent };

    private static CatalogueShape Observed(string name, string why, Func<CatalogueCall, Task<object>> answer)
        => new(name, why)
        {
            Observed = ObservationKinds.RowsNotSent,
            Handle = async c => await c.Http.Response.WriteAsJsonAsync(await answer(c), c.Cancel),
        };

    private static CatalogueShape Right(
        string name, string why, Func<IReadOnlyList<Job>, object> answer, string? encoding = null)
        => Other(name, why, async (c, jobs) =>
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(answer(jobs), JsonSerializerOptions.Web);
            await c.Send("application/json", encoding is null ? json : Brotli(c, json));
        });

    private static CatalogueShape Missed(
        string name, string why, Func<CatalogueCall, IReadOnlyList<Job>, Task> answer)
        => Other(name, why, answer) with { Unobserved = true };

    private static CatalogueShape Other(string name, string why, Func<CatalogueCall, IReadOnlyList<Job>, Task> answer)
        => new(name, why) { Handle = async c => await answer(c, await Jobs(c)) };

    private static async Task<IReadOnlyList<Job>> Jobs(CatalogueCall call)
    {
        await using var blog = BlogContext.On(call.Db);
        return await blog.Jobs.AsNoTracking().OrderBy(j => j.Id).ToListAsync(call.Cancel);
    }

    private static byte[] Brotli(CatalogueCall call, byte[] json)
    {
        call.Http.Response.Headers.ContentEncoding = "br";
        using var packed = new MemoryStream();
        using (var stream = new BrotliStream(packed, CompressionLevel.Fastest)) stream.Write(json);
        return packed.ToArray();
    }

    private static string Csv(IEnumerable<Job> jobs) => string.Join(
        '\n', jobs.Select(j => string.Create(CultureInfo.InvariantCulture, $"{j.Id};{j.Status}")));
}
