using PyConDemo.Checklist;

namespace PyConDemo.Api.AntiPatterns;

/// <summary>Serves the list of anti-patterns to every other process: the stage, k6, the workshop's checker.</summary>
public static class PatternEndpoints
{
    public static void MapPatterns(this IEndpointRouteBuilder app)
    {
        var demo = app.MapGroup("/demo").WithTags("demo");

        demo.MapGet("/patterns", GetPatterns);
        if (app.ServiceProvider.GetRequiredService<IWebHostEnvironment>().IsDevelopment())
            demo.MapPost("/pass", TourAsync).Produces(StatusCodes.Status302Found);
    }

    /// <summary>The anti-patterns, in the talk's order.</summary>
    private static Ok<IReadOnlyList<AntiPattern>> GetPatterns(DemoSettings settings)
        => TypedResults.Ok(AntiPatternCatalog.At(settings.Scale));

    /// <summary>Requests each bad and each good lane's example six times, to fill the page /checklist.</summary>
    /// <remarks>It takes some seconds, because half of the lanes are bad ones. In Development only.</remarks>
    private static async Task<RedirectHttpResult> TourAsync(
        HttpContext context, DemoSettings settings, IServerHealthChecklist checklist,
        CancellationToken cancellationToken)
    {
        // This request's own address is the only one that is certain to answer.
        var (address, port) = (context.Connection.LocalIpAddress, context.Connection.LocalPort);
        using var client = new HttpClient
        {
            BaseAddress = new UriBuilder(context.Request.Scheme, $"{address}", port).Uri,
            DefaultRequestHeaders = { { "Checklist", "on" }, { "Accept-Encoding", "br, gzip" } },
        };
        var lanes = AntiPatternCatalog.At(settings.Scale).SelectMany(pattern => pattern.Pair());
        // The first round warms the lanes up. The rule about long requests then needs five, because it takes their
        // median.
        foreach (var lane in Enumerable.Repeat(lanes, 6).SelectMany(round => round))
        {
            using var request = lane.ToRequest();
            using var response = await client.SendAsync(request, cancellationToken);
            // Some results need a query plan, which is read after the response. The next request waits for it.
            if (response.Headers.TryGetValues("Checklist-Request", out var ids))
                await checklist.FindAsync(ids.Single());
        }

        return TypedResults.Redirect("/checklist");
    }
}
