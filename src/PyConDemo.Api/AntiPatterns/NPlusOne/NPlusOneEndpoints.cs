namespace PyConDemo.Api.AntiPatterns.NPlusOne;

/// <summary>The routes of the pair and of your own lane.</summary>
public static class NPlusOneEndpoints
{
    public static void MapNPlusOne(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("").WithTags("n-plus-one");

        routes.MapGet("/bad/posts", NPlusOneBad.GetPosts);
        routes.MapGet("/good/posts", NPlusOneGood.GetPosts);
        routes.MapGet("/yours/posts", NPlusOneYours.GetPosts);
    }
}
