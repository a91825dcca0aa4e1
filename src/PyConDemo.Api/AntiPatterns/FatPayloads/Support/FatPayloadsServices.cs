namespace PyConDemo.Api.AntiPatterns.FatPayloads.Support;

/// <summary>What the good lane stands on.</summary>
public static class FatPayloadsServices
{
    /// <summary>Needs the object store, which others use too.</summary>
    public static void AddFatPayloads(this WebApplicationBuilder builder)
    {
        builder.AddRouteCompression();
        builder.Services.AddSingleton<ImagePublisher>();
    }
}
