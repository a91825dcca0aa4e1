namespace PyConDemo.Api.AntiPatterns;

/// <summary>Serves the list of anti-patterns to every other process: the stage, k6, the workshop's checker.</summary>
public static class PatternEndpoints
{
    public static void MapPatterns(this IEndpointRouteBuilder app)
    {
        var demo = app.MapGroup("/demo").WithTags("demo");

        demo.MapGet("/patterns", GetPatterns);
        if (app.ServiceProvider.GetRequiredService<IWebHostEnvironment>().IsDevelopment())
            demo.MapPost("/pass", ChecklistTour.RunAsync);
    }

    /// <summary>The anti-patterns, in the talk's order.</summary>
    private static Ok<IReadOnlyList<AntiPattern>> GetPatterns(DemoSettings settings)
        => TypedResults.Ok(AntiPatternCatalog.At(settings.Scale));
}
