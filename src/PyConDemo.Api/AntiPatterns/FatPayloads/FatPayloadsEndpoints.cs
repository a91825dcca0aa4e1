using PyConDemo.Api.AntiPatterns.FatPayloads.Machinery;

namespace PyConDemo.Api.AntiPatterns.FatPayloads;

/// <summary>The routes of the pair and of your own lane.</summary>
public static class FatPayloadsEndpoints
{
    public static void MapFatPayloads(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("").WithTags("fat-payloads");

        routes.MapGet("/bad/products", FatPayloadsBad.GetProducts);
        routes.MapGet("/good/products", FatPayloadsGood.GetProducts).AddEndpointFilter(WeakETag.Answer);
        routes.MapGet("/yours/products", FatPayloadsYours.GetProducts).AddEndpointFilter(WeakETag.Answer);

        routes.MapMethods("/images/{hash}", [HttpMethods.Get, HttpMethods.Head], ProductImage.GetImage);
    }
}
