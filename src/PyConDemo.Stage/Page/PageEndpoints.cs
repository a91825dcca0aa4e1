using Microsoft.AspNetCore.Http.HttpResults;
using PyConDemo.Stage.Page.Api;
using PyConDemo.Stage.Page.Checklist;
using PyConDemo.Stage.Page.Evidence;
using PyConDemo.Stage.Page.FailureDemos;
using PyConDemo.Stage.Page.Live;
using PyConDemo.Stage.Page.Sources;

namespace PyConDemo.Stage.Page;

/// <summary>The routes that the page's scripts call.</summary>
internal static class PageEndpoints
{
    public static void MapPage(this WebApplication app)
    {
        var stage = app.MapGroup("/stage").AddEndpointFilter(ToProblemAsync);
        stage.MapGet("/events", FollowEvents);
        stage.MapPost("/races/{slug}", StartRace);
        stage.MapPost("/races/stop", StopRaceAsync);
        stage.MapGet("/patterns/{slug}/source", ReadSourceAsync);
        stage.MapPost("/patterns/{slug}/why", ReadEvidenceAsync);
        stage.MapPost("/checklist", MeasureChecklistAsync);
        stage.MapGet("/acts", ListFailureDemosAsync);
        stage.MapPost("/acts/{slug}/{name}", StartFailureDemoAsync);
        stage.MapPost("/acts/stop", StopFailureDemoAsync); // a page that closes can only send a POST
        stage.MapGet("/replays", ListReplaysAsync);
        stage.MapGet("/replays/{id}", FindReplayAsync);
    }

    private static ServerSentEventsResult<string> FollowEvents(
        EventLog events, IHostApplicationLifetime lifetime, CancellationToken cancellationToken)
    {
        var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        return TypedResults.ServerSentEvents(events.FollowAsync(either.Token));
    }

    private static StartedRace StartRace(RaceService races, string slug, string? lanes = null)
        => races.Start(slug, lanes);

    private static async Task<NoContent> StopRaceAsync(RaceService races)
    {
        await races.StopAsync();
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<SourcePage>, NotFound>> ReadSourceAsync(
        ApiSupervisor api, string slug, CancellationToken cancellationToken)
    {
        var (client, pattern) = (api.Session.Client, api.Session.Pattern(slug));
        var page = await SourcePage.ReadAsync(client, pattern.Slug, cancellationToken);
        return page is null ? TypedResults.NotFound() : TypedResults.Ok(page);
    }

    private static Task<EvidenceAnswer> ReadEvidenceAsync(
        RaceService races, PageSettings settings, string slug, long at, CancellationToken cancellationToken)
        => races.MeasureAsync((session, token) => new DialEvidenceReader(session.Client, settings.NewRaceSettings())
            .ReadAsync(RaceCatalog.Find(slug), session.Pattern(slug), at, token), cancellationToken);

    private static async Task<NoContent> MeasureChecklistAsync(
        RaceService races, EventLog events, CancellationToken cancellationToken)
    {
        await races.MeasureAsync(async (session, token) =>
        {
            await new ChecklistMatrix(session.Client, events).RunAsync(session.Patterns, token);
            return true;
        }, cancellationToken);
        return TypedResults.NoContent();
    }

    private static Task<IReadOnlyList<FailureDemo>> ListFailureDemosAsync(
        ApiSupervisor api, CancellationToken cancellationToken)
        => FailureDemoLease.ListAsync(api.Session.Client, cancellationToken);

    private static async Task<NoContent> StartFailureDemoAsync(
        FailureDemoLease demos, string slug, string name, CancellationToken cancellationToken)
    {
        await demos.StartAsync(name, slug, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> StopFailureDemoAsync(
        FailureDemoLease demos, CancellationToken cancellationToken)
    {
        await demos.EndAsync(cancellationToken);
        return TypedResults.NoContent();
    }

    private static Task<IReadOnlyList<ReplayHead>> ListReplaysAsync(
        ReplayStore replays, CancellationToken cancellationToken) => replays.ListAsync(cancellationToken);

    private static async Task<Results<Ok<Replay>, NotFound>> FindReplayAsync(
        ReplayStore replays, string id, CancellationToken cancellationToken)
        => await replays.FindAsync(id, cancellationToken) is { } replay
            ? TypedResults.Ok(replay) : TypedResults.NotFound();

    /// <summary>The page shows the problem's detail as one line.</summary>
    private static async ValueTask<object?> ToProblemAsync(
        EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (InvalidInputException e)
        {
            return Results.Problem(e.Message, statusCode: 404);
        }
        catch (Exception e) when (e is ApiException or RaceRefusedException or RaceRunningException)
        {
            return Results.Problem(e.Message, statusCode: 409);
        }
        catch (OperationCanceledException) when (!context.HttpContext.RequestAborted.IsCancellationRequested)
        {
            return Results.Problem("A race or another measurement was started instead.", statusCode: 409);
        }
    }
}
