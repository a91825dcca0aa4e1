using Microsoft.AspNetCore.Http.HttpResults;
using PyConDemo.Api.Hosting;

namespace PyConDemo.Api.AntiPatterns;

/// <summary>The list of anti-patterns, as everything outside this process reads it.</summary>
public static class PatternEndpoints
{
    public static void MapPatterns(this IEndpointRouteBuilder app)
    {
        var demo = app.MapGroup("/demo").WithTags("demo");

        demo.MapGet("/patterns", GetPatterns);
        if (app.ServiceProvider.GetRequiredService<IWebHostEnvironment>().IsDevelopment())
        {
            demo.MapPost("/pass", ChecklistTour.RunAsync);
        }
    }

    /// <summary>The anti-patterns, in the talk's order.</summary>
    private static Ok<IReadOnlyList<AntiPattern>> GetPatterns(DemoSettings settings) => TypedResults.Ok(AntiPatternCatalog.At(settings.Scale));
}
