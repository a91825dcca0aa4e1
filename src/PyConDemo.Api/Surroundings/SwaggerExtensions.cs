namespace PyConDemo.Api.Surroundings;

/// <summary>The OpenAPI document, written from the handlers' docstrings, and a page to try the routes on. Works offline.</summary>
public static class SwaggerExtensions
{
    private const string Document = "/openapi/v1.json";

    public static void AddSwagger(this WebApplicationBuilder builder)
        => builder.Services.AddOpenApi(options => options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "PyConDemo";
            document.Info.Description = "Each endpoint twice: six ways in which code, not traffic, overloads a server. Call /bad, then /good.";
            return Task.CompletedTask;
        }));

    public static void MapSwagger(this WebApplication app)
    {
        app.MapOpenApi();
        app.UseSwaggerUI(page =>
        {
            page.SwaggerEndpoint(Document, "PyConDemo");
            page.DocumentTitle = "PyConDemo";
        });
        app.MapGet("/", () => TypedResults.LocalRedirect("/swagger")).ExcludeFromDescription();
    }
}
