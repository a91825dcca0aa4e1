using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PyConDemo.Api.AntiPatterns;
using PyConDemo.Api.Tests.Support;

namespace PyConDemo.Api.Tests.Diagnostics;

/// <summary>Compares the OpenAPI document with the program's routes and docstrings.</summary>
public sealed class OpenApiTests(SmallApp small) : IClassFixture<SmallApp>, IAsyncLifetime
{
    private readonly List<DocumentedRoute> _routes =
        DocumentedRoute.AllOf(small.App.Services.GetRequiredService<EndpointDataSource>());

    private JsonElement _document;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
        => _document = await small.Client.GetFromJsonAsync<JsonElement>("/openapi/v1.json", Cancel);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public void It_is_OpenAPI_3_1_and_names_the_patterns_in_the_talks_order()
    {
        Assert.StartsWith("3.1.", _document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Assert.Equal("PyConDemo", _document.GetProperty("info").GetProperty("title").GetString());
        Assert.NotEmpty(_document.GetProperty("info").GetProperty("description").GetString()!);
        var tags = _document.GetProperty("tags").EnumerateArray().Select(tag => tag.GetProperty("name").GetString());
        Assert.Equal(AntiPatternCatalog.All.Select(pattern => pattern.Slug), tags.Take(AntiPatternCatalog.All.Count));
    }

    [Fact]
    public async Task Its_server_is_relative_whatever_address_a_proxy_has()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/openapi/v1.json")
        {
            Headers =
            {
                { "Host", SmallApp.AllowedHost },
                { "X-Forwarded-Host", SmallApp.AllowedHost },
                { "X-Forwarded-Proto", "https" },
            },
        };
        using var response = await small.Client.SendAsync(request, Cancel);
        var text = await response.Content.ReadAsStringAsync(Cancel);

        var server = Assert.Single(JsonDocument.Parse(text).RootElement.GetProperty("servers").EnumerateArray());
        Assert.Equal("/", server.GetProperty("url").GetString());
        Assert.DoesNotContain(SmallApp.AllowedHost, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_loads_it_from_its_own_server()
    {
        var script = await small.Client.GetStringAsync("/swagger/index.js", Cancel);
        Assert.Contains("\"/openapi/v1.json\"", script, StringComparison.Ordinal);
    }

    [Fact]
    public void It_lists_every_route_and_no_other()
    {
        var listed =
            from path in _document.GetProperty("paths").EnumerateObject()
            from operation in path.Value.EnumerateObject()
            select $"{operation.Name.ToUpperInvariant()} {path.Name}";
        Assert.Equal(_routes.Select(route => route.ToString()).Order(), listed.Order());
    }

    [Fact]
    public void Every_route_says_what_its_docstring_says() => Assert.All(_routes, route =>
    {
        var said = route.In(_document);
        Assert.NotNull(Docstrings.SummaryOf(route.Handler));
        Assert.Equal(Docstrings.SummaryOf(route.Handler), SchemaOf.TextOf(said, "summary"));
        Assert.Equal(Docstrings.RemarksOf(route.Handler), SchemaOf.TextOf(said, "description"));
        Assert.Equal(
            route.Endpoint.Metadata.GetRequiredMetadata<ITagsMetadata>().Tags,
            said.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()!));
    });

    [Fact]
    public void Every_parameter_has_its_place_type_range_and_default() => Assert.All(_routes, route =>
    {
        var expected = route.Parameters.Select(parameter => (
            parameter.Name,
            In: route.IsInPath(parameter) ? "path" : "query",
            Required: route.IsInPath(parameter) || !parameter.HasDefaultValue,
            Type: SchemaOf.Simple(parameter.ParameterType),
            Minimum: RawOf(parameter.GetCustomAttribute<RangeAttribute>()?.Minimum),
            Maximum: RawOf(parameter.GetCustomAttribute<RangeAttribute>()?.Maximum),
            Default: RawOf(parameter.HasDefaultValue ? parameter.DefaultValue : null),
            Text: Docstrings.TextOf(parameter)));

        var listed = ParametersOf(route.In(_document)).Select(parameter =>
        {
            var schema = SchemaOf.Read(parameter.GetProperty("schema"));
            return (
                Name: SchemaOf.TextOf(parameter, "name"),
                In: SchemaOf.TextOf(parameter, "in")!,
                Required: parameter.TryGetProperty("required", out var required) && required.GetBoolean(),
                Type: ((string, string?)?)(schema.Type!, schema.Format),
                Minimum: RawOf(schema.Json, "minimum"),
                Maximum: RawOf(schema.Json, "maximum"),
                Default: RawOf(schema.Json, "default"),
                Text: SchemaOf.TextOf(parameter, "description"));
        });

        Assert.Equal(expected, listed);
    });

    [Fact]
    public void Every_body_has_its_content_type() => Assert.All(_routes, route =>
    {
        var accepted = route.Endpoint.Metadata.GetMetadata<IAcceptsMetadata>();
        Assert.Equal(accepted is not null, route.In(_document).TryGetProperty("requestBody", out var body));
        if (accepted is not null)
        {
            Assert.Equal(!accepted.IsOptional, body.GetProperty("required").GetBoolean());
            Assert.Equal(accepted.ContentTypes, ContentOf(body).Select(content => content.Name));
        }
    });

    [Fact]
    public void Every_answer_has_its_status_and_content_types() => Assert.All(_routes, route =>
    {
        var expected = Answers(route)
            .Select(answer => $"{answer.StatusCode} {string.Join(' ', answer.ContentTypes)}")
            .DefaultIfEmpty("200 "); // a handler that returns a file declares no type

        // A handler doesn't declare the answers that each route of its kind has.
        var listed = route.In(_document).GetProperty("responses").EnumerateObject()
            .Select(answer => (
                Status: int.Parse(answer.Name, null),
                Types: string.Join(' ', ContentOf(answer.Value).Select(content => content.Name))))
            .ToLookup(answer => answer.Status is 206 or 304 or >= 400);

        Assert.Equal(expected.Order(), listed[false].Select(answer => $"{answer.Status} {answer.Types}").Order());
        Assert.All(
            listed[true],
            answer => Assert.Equal(answer.Status < 400 ? "" : "application/problem+json", answer.Types));
    });

    [Theory]
    [InlineData("get", "/ping", "200 400")]
    [InlineData("get", "/good/orders", "200 400 503")]
    [InlineData("get", "/good/products", "200 304 400 412 503")]
    [InlineData("get", "/images/{hash}", "200 206 304 400 404 412 416 503")]
    [InlineData("post", "/good/reports", "202 400 403 408 413 415 503")]
    [InlineData("get", "/good/reports/{id}", "200 303 400 404 503")]
    [InlineData("post", "/demo/acts/{act}", "200 400 401 403 404 503")]
    public void A_route_lists_the_errors_of_its_kind(string method, string path, string statuses)
        => Assert.Equal(statuses, string.Join(' ', _document.GetProperty("paths").GetProperty(path).GetProperty(method)
            .GetProperty("responses").EnumerateObject().Select(answer => answer.Name).Order()));

    [Fact]
    public void Every_object_has_its_properties_with_their_texts_rules_and_nulls()
    {
        var check = new SchemaCheck(_document);
        foreach (var route in _routes)
        {
            var said = route.In(_document);
            var answers = said.GetProperty("responses");
            foreach (var answer in Answers(route).Where(answer => answer.ContentTypes.Any()))
            {
                check.Describes(answer.Type!, SchemaIn(answers.GetProperty($"{answer.StatusCode}")));
            }

            if (route.Endpoint.Metadata.GetMetadata<IAcceptsMetadata>() is { RequestType: { } body })
            {
                check.Describes(body, SchemaIn(said.GetProperty("requestBody")));
            }
        }

        var schemas = _document.GetProperty("components").GetProperty("schemas").EnumerateObject();
        Assert.Equal(schemas.Count(), check.Objects.Count + 1); // and the problems
    }

    [Fact]
    public async Task The_docstrings_are_published_with_the_program()
    {
        var assembly = typeof(OpenApiTests).Assembly;
        var configuration = assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        using var build = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                "msbuild", Path.Combine(Repository.Root, "src", "PyConDemo.Api"),
                $"-property:Configuration={configuration}", "-property:NoBuild=true",
                "-target:ComputeResolvedFilesToPublishList", "-getItem:ResolvedFileToPublish",
            },
            RedirectStandardOutput = true,
        })!;
        var output = await build.StandardOutput.ReadToEndAsync(Cancel);
        await build.WaitForExitAsync(Cancel);

        Assert.True(build.ExitCode == 0, output);
        var items = JsonDocument.Parse(output).RootElement.GetProperty("Items").GetProperty("ResolvedFileToPublish");
        var files = items.EnumerateArray().Select(file => file.GetProperty("RelativePath").GetString());
        Assert.Contains("PyConDemo.Api.xml", files);
    }

    private static IReadOnlyList<IProducesResponseTypeMetadata> Answers(DocumentedRoute route)
        => route.Endpoint.Metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>();

    private static string? RawOf(object? value) => value is null ? null : JsonSerializer.Serialize(value);

    private static string? RawOf(JsonElement json, string name)
        => json.TryGetProperty(name, out var value) ? value.GetRawText() : null;

    private static JsonElement.ArrayEnumerator ParametersOf(JsonElement operation)
        => operation.TryGetProperty("parameters", out var list) ? list.EnumerateArray() : default;

    private static JsonElement.ObjectEnumerator ContentOf(JsonElement answer)
        => answer.TryGetProperty("content", out var content) ? content.EnumerateObject() : default;

    private static JsonElement SchemaIn(JsonElement answer)
        => Assert.Single(ContentOf(answer)).Value.GetProperty("schema");
}
