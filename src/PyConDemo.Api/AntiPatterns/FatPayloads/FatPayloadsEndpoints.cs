using PyConDemo.Api.AntiPatterns.FatPayloads.Machinery;

namespace PyConDemo.Api.AntiPatterns.FatPayloads;

/// <summary>The routes of the pair.</summary>
public static class FatPayloadsEndpoints
{
    public static void MapFatPayloads(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("").WithTags("fat-payloads");

        routes.MapGet("/bad/products", FatPayloadsBad.GetProducts);
        routes.MapGet("/good/products", FatPayloadsGood.GetProducts).AddEndpointFilter(WeakETag.Answer).Compress();

        routes.MapMethods("/images/{hash}", [HttpMethods.Get, HttpMethods.Head], ProductImage.GetImage);
    }
}
