using Microsoft.AspNetCore.Http.HttpResults;
using PyConDemo.Stage.Page.Api;
using PyConDemo.Stage.Page.Checklist;
using PyConDemo.Stage.Page.FailureDemos;
using PyConDemo.Stage.Page.Live;
using PyConDemo.Stage.Page.Sources;
using PyConDemo.Stage.Page.Talk;
using PyConDemo.Stage.Reporting;
using PyConDemo.WebServer;

namespace PyConDemo.Stage.Page;

internal static class PageEndpoints
{
    public static void MapPage(this WebApplication app)
    {
        // A speaker can type this address.
        app.MapGet("/talk/{slide:int:min(1)=1}", (int slide) => TypedResults.Redirect($"/#/talk/{slide}"))
            .Produces(302).ProducesProblem(400).ProducesProblem(404);

        var stage = app.MapGroup("/stage").AddEndpointFilter(NullIsNotFoundAsync);
        // For a bad number or Host, another site's page, an unknown name, an API that isn't there, and a broken disk.
        foreach (var status in (int[])[400, 403, 404, 409, 503]) stage.ProducesProblem(status);
        stage.MapGet("/events", FollowEvents);
        stage.MapGet("/talk", () => SlideDeck.Slides);
        stage.MapPost("/races/{slug}", (RaceService races, string slug, string? lanes) => races.Start(slug, lanes));
        stage.MapPost("/races/stop", (RaceService races) => NoContentAsync(races.StopAsync()));
        stage.MapGet("/patterns/{slug}/source", (ApiSupervisor api, string slug, CancellationToken cancellationToken)
            => SourcePage.ReadAsync(api.Session.Client, api.Session.Pattern(slug).Slug, cancellationToken));
        stage.MapPost("/patterns/{slug}/why", MeasureAsync);
        stage.MapPost("/checklist", MeasureChecklistAsync);
        stage.MapGet("/acts", (FailureDemoLease demos, CancellationToken cancellationToken)
            => demos.ListAsync(cancellationToken));
        stage.MapPost("/acts/{slug}/{name}",
            (FailureDemoLease demos, string slug, string name, CancellationToken cancellationToken)
                => NoContentAsync(demos.StartAsync(name, slug, cancellationToken)));
        stage.MapPost("/acts/stop", // a page that closes can only send a POST
            (FailureDemoLease demos, CancellationToken cancellationToken)
                => NoContentAsync(demos.EndAsync(cancellationToken)));
        stage.MapGet("/replays", (ReplayStore replays, CancellationToken cancellationToken)
            => replays.ListAsync(cancellationToken));
        stage.MapGet("/replays/{id}", FindReplayAsync);
        stage.MapGet("/replays/{id}/report", ReportAsync).Produces(200, contentType: "text/html");
        stage.MapGet("/replays/{id}/csv", CsvAsync).Produces(200, contentType: "text/csv");
    }

    private static ServerSentEventsResult<string> FollowEvents(
        HttpContext context, EventLog events, IHostApplicationLifetime lifetime, CancellationToken cancellationToken)
    {
        if (context.IsHead()) return TypedResults.ServerSentEvents(AsyncEnumerable.Empty<string>());

        var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        return TypedResults.ServerSentEvents(events.FollowAsync(either.Token));
    }

    private static async Task<ReplayPage?> FindReplayAsync(
        ReplayStore replays, string id, CancellationToken cancellationToken)
        => await replays.FindAsync(id, cancellationToken) is { } replay ? ReplayPage.Of(replay) : null;

    /// <summary>The race as one HTML file that opens without a network.</summary>
    private static async Task<FileContentHttpResult?> ReportAsync(
        ReplayStore replays, string id, CancellationToken cancellationToken)
        => await replays.FindAsync(id, cancellationToken) is not { } replay ? null : Download(
            HtmlReport.Write(new(RaceReport.CurrentSchema, replay.Run, [replay.Race])), "text/html", $"{id}.html");

    private static async Task<FileContentHttpResult?> CsvAsync(
        ReplayStore replays, string id, CancellationToken cancellationToken)
        => await replays.FindAsync(id, cancellationToken) is not { } replay ? null
            : Download(ReplayCsv.Write(replay), "text/csv", $"{id}.csv");

    private static FileContentHttpResult Download(string text, string type, string name)
        => TypedResults.File(Encoding.UTF8.GetBytes(text), $"{type}; charset=utf-8", name);

    /// <summary>Measures lanes at the dial's default, or the pair at a position. 204: a race goes first.</summary>
    /// <param name="at">A position of the dial.</param>
    /// <param name="lanes">Without a position: two or three names, as in "good,leased".</param>
    private static async Task<Results<Ok<EvidenceAnswer>, NoContent>> MeasureAsync(
        EvidenceService evidence, string slug, long? at, string? lanes, CancellationToken cancellationToken)
    {
        var answer = await (at is { } position ? evidence.ReadAtAsync(slug, position, cancellationToken)
            : evidence.ReadAsync(slug, lanes, cancellationToken));
        return answer is null ? TypedResults.NoContent() : TypedResults.Ok(answer);
    }

    private static async Task<NoContent> MeasureChecklistAsync(
        RaceService races, EventLog events, CancellationToken cancellationToken)
        => await races.MeasureAsync((session, token) => NoContentAsync(
            new ChecklistMatrix(session.Client, events).RunAsync(session.Patterns, token)), cancellationToken)
            ?? TypedResults.NoContent(); // a race goes first

    private static async Task<NoContent> NoContentAsync(Task work)
    {
        await work;
        return TypedResults.NoContent();
    }

    private static async ValueTask<object?> NullIsNotFoundAsync(
        EndpointFilterInvocationContext context, EndpointFilterDelegate next)
        => await next(context) ?? TypedResults.Problem(statusCode: 404);
}

/// <summary>A replay as the page shows it.</summary>
/// <param name="Sources">The lanes' files, coloured and compared by this version.</param>
/// <param name="Table">All numbers, written by this version.</param>
internal sealed record ReplayPage(
    int SchemaVersion, string Id, RunFacts Run, bool Thorough, RaceResult Race, IReadOnlyList<ReplayEvent> Events,
    ReplayPattern? Pattern, SourcePage? Sources, TextTable Table)
{
    public static ReplayPage Of(Replay replay) => new(
        replay.SchemaVersion, replay.Id, replay.Run, replay.Thorough, replay.Race, replay.Events, replay.Pattern,
        replay.Sources is { } sources ? SourcePage.Of(new(replay.Race.Slug, sources.Files(), Readme: null)) : null,
        RaceTable.Of(replay.Race));
}
