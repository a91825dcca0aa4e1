using Microsoft.AspNetCore.Http.HttpResults;
using PyConDemo.Api.AntiPatterns;
using PyConDemo.Api.Hosting;
using PyConDemo.Checklist;

namespace PyConDemo.Api.QueryPlans;

/// <summary>Why a lane costs what it costs: its source, and what PostgreSQL does for it. Never in what is timed.</summary>
public static class QueryPlansEndpoints
{
    public static void AddQueryPlans(this WebApplicationBuilder builder) => builder.Services.AddSingleton<StatementExplainer>();

    public static void MapQueryPlans(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("/demo").WithTags("demo").AddEndpointFilter<LocalCallersOnly>();

        routes.MapGet("/patterns/{slug}/source", GetSource);
        routes.MapGet("/requests/{id}/plans", GetPlans);
    }

    /// <summary>The files that the pair was compiled from, and its README.</summary>
    /// <remarks>In Development, for local callers.</remarks>
    private static Results<Ok<PatternSource>, ProblemHttpResult> GetSource(string slug)
        => AntiPatternCatalog.All.FirstOrDefault(pattern => pattern.Slug == slug) is { } pattern
            ? TypedResults.Ok(SourceReader.Read(pattern))
            : TypedResults.Problem($"There is no anti-pattern '{slug}'.", statusCode: StatusCodes.Status404NotFound);

    /// <summary>The plans of a measured request's statements: rows, buffers, locks, and the node that costs most.</summary>
    /// <remarks>
    /// Send a request with the header `Checklist: on`; its answer's header `Checklist-Request` is the id. The statements are run again,
    /// and rolled back. In Development, for local callers.
    /// </remarks>
    private static async Task<Results<Ok<RequestPlans>, ProblemHttpResult>> GetPlans(
        string id, IServerHealthChecklist checklist, StatementExplainer explainer, CancellationToken cancellationToken)
        => await checklist.FindAsync(id) is { } request
            ? TypedResults.Ok(new RequestPlans(id, await explainer.ExplainAsync(request.Vitals.Shapes, cancellationToken)))
            : TypedResults.Problem(
                $"There is no measured request '{id}', or it is forgotten: only the latest are kept.", statusCode: StatusCodes.Status404NotFound);
}
