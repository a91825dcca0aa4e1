using System.Text.RegularExpressions;
using System.Xml.Linq;
using System.Xml.XPath;
using Microsoft.OpenApi;

namespace PyConDemo.Api.Diagnostics;

/// <summary>The OpenAPI document of the docstrings, and a page to try the routes. Both work offline.</summary>
public static partial class SwaggerEndpoints
{
    private const string Document = "v1";

    public static void AddSwagger(this WebApplicationBuilder builder)
    {
        builder.Services.AddEndpointsApiExplorer();
        builder.Services.AddSwaggerGen(options =>
        {
            options.SwaggerDoc(Document, new OpenApiInfo
            {
                Title = "PyConDemo",
                Version = "1.0.0",
                Description = "Six ways in which code, not traffic, overloads a server. " +
                    "Each endpoint exists twice: call /bad, then /good.",
            });
            options.AddServer(new OpenApiServer { Url = "/" }); // relative: only a proxy knows its scheme and host
            options.OrderActionsBy(_ => ""); // keeps the order of mapping, which is the talk's order

            options.IncludeXmlComments(() => new XPathDocument(ReadDocstrings().CreateReader()));
            options.SupportNonNullableReferenceTypes();
            options.SchemaFilter<SerializerSchemaFilter>();
            options.OperationFilter<ErrorResponsesFilter>();
        });
    }

    // Endpoints and not middleware, which would look at every request of every lane.
    public static void MapSwagger(this IEndpointRouteBuilder app)
    {
        app.MapSwagger(
            "/openapi/{documentName}.json", options => options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1);
        app.MapSwaggerUI(setupAction: page =>
        {
            page.SwaggerEndpoint($"/openapi/{Document}.json", "PyConDemo");
            page.DocumentTitle = "PyConDemo";
        });
        app.MapGet("/", () => TypedResults.LocalRedirect("/swagger")).ExcludeFromDescription();
    }

    // A docstring's second line is indented in its file, and would be in the document.
    private static XDocument ReadDocstrings()
    {
        var file = Path.ChangeExtension(typeof(SwaggerEndpoints).Assembly.Location, ".xml");
        var docstrings = XDocument.Load(file, LoadOptions.PreserveWhitespace);
        foreach (var text in docstrings.DescendantNodes().OfType<XText>())
            text.Value = LineBreak().Replace(text.Value, " ");
        return docstrings;
    }

    [GeneratedRegex(@"\s*\n\s*")]
    private static partial Regex LineBreak();
}
