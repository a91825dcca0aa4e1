namespace PyConDemo.Api.AntiPatterns.NPlusOne;

public static class NPlusOneEndpoints
{
    public static void MapNPlusOne(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("").WithTags("n-plus-one");

        routes.MapGet("/bad/posts", NPlusOneBad.GetPosts);
        routes.MapGet("/good/posts", NPlusOneGood.GetPosts);
        routes.MapGet("/good/posts/projected", NPlusOneProjected.GetPosts);
        routes.MapGet("/yours/posts", NPlusOneYours.GetPosts);
    }
}
