using PyConDemo.Api.AntiPatterns;
using PyConDemo.Checklist;

namespace PyConDemo.Api.QueryPlans;

/// <summary>Shows why a lane costs what it costs: its source code, and PostgreSQL's plans for its statements.</summary>
public static class QueryPlansEndpoints
{
    public static void AddQueryPlans(this WebApplicationBuilder builder)
        => builder.Services.AddSingleton<StatementExplainer>();

    public static void MapQueryPlans(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("/demo").WithTags("demo").AddEndpointFilter<DevelopmentOnly>();

        routes.MapGet("/patterns/{slug}/source", GetSource);
        routes.MapGet("/requests/{id}/plans", GetPlans);
    }

    /// <summary>The source files of the anti-pattern's lanes, and its README.</summary>
    /// <remarks>Only in Development, and only for local callers.</remarks>
    private static Results<Ok<PatternSource>, ProblemHttpResult> GetSource(string slug)
        => AntiPatternCatalog.All.FirstOrDefault(pattern => pattern.Slug == slug) is { } pattern
            ? TypedResults.Ok(SourceReader.Read(pattern))
            : TypedResults.Problem($"There is no anti-pattern '{slug}'.", statusCode: StatusCodes.Status404NotFound);

    /// <summary>The plans of a request's statements: rows, buffers, locks, and the most expensive node.</summary>
    /// <remarks>Send a request with the header `Checklist: on`. The id is the header `Checklist-Request` of its answer.
    /// The statements are run again and rolled back. Only in Development, and only for local callers.</remarks>
    private static async Task<Results<Ok<RequestPlans>, ProblemHttpResult>> GetPlans(
        string id, IServerHealthChecklist checklist, StatementExplainer explainer, CancellationToken cancellationToken)
    {
        if (await checklist.FindAsync(id) is not { } request)
        {
            return TypedResults.Problem(
                $"There is no measured request '{id}'. The checklist keeps only the latest requests.",
                statusCode: StatusCodes.Status404NotFound);
        }

        var plans = await explainer.ExplainAsync(request.Vitals.Shapes, cancellationToken);
        return TypedResults.Ok(new RequestPlans(id, plans));
    }
}

/// <summary>The plans of one measured request, one for each statement shape, in the order of sending.</summary>
public sealed record RequestPlans(string Id, IReadOnlyList<StatementPlan> Plans);
