using Marten;
using Microsoft.AspNetCore.Builder;
using PyConDemo.Checklist.Rules;

namespace PyConDemo.Checklist.Tests.Catalogue;

/// <summary>The same shapes in MVC, Razor Pages and Marten.</summary>
internal static class FrameworkShapes
{
    private static readonly string[] NPlusOne = [HealthRules.NPlusOne];

    public static IEnumerable<CatalogueShape> All =>
    [
        Get("an MVC action that asks per row", "each row asks again", "/Authors/Index/{id?}", "/Authors") with { Found = NPlusOne },
        Get("another MVC action of the same pattern", "the other action's finding isn't its own",
            "/Authors/Fine/{id?}", "/Authors/Fine/7"),
        Get("an MVC action with a route of its own", "it sends one statement", "/api/authors/{id:int}", "/api/authors/7"),
        Get("a Razor page that asks per row", "each row asks again", "/posts-page/{id:int}", "/posts-page/7")
            with { Found = NPlusOne },
        Documents("documents of Marten one by one", "each id asks again", true, async session =>
        {
            for (var id = 1; id <= 12; id++) await session.LoadAsync<Note>(id);
        }),
        Documents("documents of Marten together", "one statement loads them all", false, session =>
            session.LoadManyAsync<Note>(Enumerable.Range(1, 12))),
        Documents("a batch of Marten's queries", "one round trip sends them all", false, async session =>
        {
            var batch = session.CreateBatchQuery();
            for (var id = 1; id <= 12; id++) _ = batch.Load<Note>(id);
            await batch.Execute();
        }),
        Documents("Marten's first document of a kind, per kind", "LIMIT doesn't make it a page", true, async session =>
        {
            for (var id = 1; id <= 12; id++)
            {
                var text = $"note {id}";
                await session.Query<Note>().FirstOrDefaultAsync(n => n.Text == text);
            }
        }),
    ];

    private static CatalogueShape Get(string name, string why, string route, string path) => new(name, why)
    {
        Route = route,
        Map = _ => { },
        Call = async client =>
        {
            using var answer = await client.Http1.GetAsync(path, TestContext.Current.CancellationToken);
            answer.EnsureSuccessStatusCode();
        },
    };

    private static CatalogueShape Documents(string name, string why, bool found, Func<IQuerySession, Task> work)
        => new(name, why)
        {
            Found = found ? NPlusOne : [],
            Map = app => app.MapGet($"/{name}", async (IDocumentStore store) =>
            {
                await using var session = store.QuerySession();
                await work(session);
                return "done"; // without a body, the rule about bodies has nothing to judge
            }),
        };

    /// <summary>A document of Marten.</summary>
    public sealed record Note(int Id, string Text);
}
