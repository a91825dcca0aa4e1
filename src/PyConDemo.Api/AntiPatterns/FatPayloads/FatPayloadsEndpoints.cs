using PyConDemo.Api.AntiPatterns.FatPayloads.Support;

namespace PyConDemo.Api.AntiPatterns.FatPayloads;

/// <summary>The routes of the lanes.</summary>
public static class FatPayloadsEndpoints
{
    public static void MapFatPayloads(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("").WithTags("fat-payloads");
        var lanes = routes.MapGroup("").AddWeakETags(); // where a handler asks for one, by [WeakETag]

        lanes.MapGet("/bad/products", FatPayloadsBad.GetProducts);
        lanes.MapGet("/good/products", FatPayloadsGood.GetProducts);
        lanes.MapGet("/yours/products", FatPayloadsYours.GetProducts);

        routes.MapMethods("/images/{hash}", [HttpMethods.Get, HttpMethods.Head], ProductImage.GetImage);
    }
}
