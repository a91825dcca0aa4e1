namespace PyConDemo.Api.AntiPatterns.FatPayloads;

public static class FatPayloadsEndpoints
{
    public static void AddFatPayloads(this WebApplicationBuilder builder)
    {
        builder.AddRouteCompression();
        builder.Services.AddSingleton<ISeedStep, ImagePublisher>();
    }

    public static void MapFatPayloads(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("").WithTags("fat-payloads");
        var lanes = routes.MapGroup("").AddWeakETags(); // only handlers with [WeakETag] get one

        lanes.MapGet("/bad/products", FatPayloadsBad.GetProducts);
        lanes.MapGet("/good/products", FatPayloadsGood.GetProducts);
        lanes.MapGet("/yours/products", FatPayloadsYours.GetProducts);

        routes.MapGet("/images/{hash}", ProductImage.GetImage);
    }
}
