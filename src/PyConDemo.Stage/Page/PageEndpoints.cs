using Microsoft.AspNetCore.Http.HttpResults;
using PyConDemo.ApiClient;
using PyConDemo.Stage.Page.Api;
using PyConDemo.Stage.Page.Checklist;
using PyConDemo.Stage.Page.Evidence;
using PyConDemo.Stage.Page.FailureDemos;
using PyConDemo.Stage.Page.Live;
using PyConDemo.Stage.Page.Sources;
using PyConDemo.Stage.Racing;
using PyConDemo.Stage.Replays;

namespace PyConDemo.Stage.Page;

/// <summary>What the page's scripts ask.</summary>
internal static class PageEndpoints
{
    public static void MapPage(this WebApplication app)
    {
        var stage = app.MapGroup("/stage").AddEndpointFilter(OneLineProblems);
        stage.MapGet("/events", Follow);
        stage.MapPost("/races/{slug}", StartRace);
        stage.MapPost("/races/stop", StopRace);
        stage.MapGet("/patterns/{slug}/source", Source);
        stage.MapPost("/patterns/{slug}/why", Evidence);
        stage.MapPost("/checklist", MeasureChecklist);
        stage.MapGet("/acts", ListFailureDemos);
        stage.MapPost("/acts/{slug}/{act}", StartFailureDemo);
        stage.MapPost("/acts/stop", StopFailureDemo); // POST: a page that is closing can send nothing else
        stage.MapGet("/replays", Replays);
        stage.MapGet("/replays/{id}", Replay);
    }

    private static ServerSentEventsResult<string> Follow(EventLog tape, IHostApplicationLifetime life, CancellationToken cancellationToken)
    {
        var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, life.ApplicationStopping);
        return TypedResults.ServerSentEvents(tape.FollowAsync(either.Token));
    }

    private static StartedRace StartRace(RaceService booth, string slug, string? lanes = null)
        => booth.Start(slug, lanes);

    private static async Task<NoContent> StopRace(RaceService booth)
    {
        await booth.StopAsync();
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<SourcePage>, NotFound>> Source(ApiSupervisor api, string slug, CancellationToken cancellationToken)
        => await SourcePage.ReadAsync(api.Session.Client, api.Session.Pattern(slug).Slug, cancellationToken) is { } page
            ? TypedResults.Ok(page) : TypedResults.NotFound();

    private static Task<EvidenceAnswer> Evidence(RaceService booth, PageSettings settings, string slug, long at, CancellationToken cancellationToken)
        => booth.MeasureAsync((session, either) => new DialEvidenceReader(session.Client, settings.Race())
            .ReadAsync(RaceCatalog.Find(slug), session.Pattern(slug), at, either), cancellationToken);

    private static async Task<NoContent> MeasureChecklist(RaceService booth, EventLog tape, CancellationToken cancellationToken)
    {
        await booth.MeasureAsync(async (session, either) =>
        {
            await new ChecklistMatrix(session.Client, tape).RunAsync(session.Patterns, either);
            return true;
        }, cancellationToken);
        return TypedResults.NoContent();
    }

    private static Task<IReadOnlyList<FailureDemo>> ListFailureDemos(ApiSupervisor api, CancellationToken cancellationToken)
        => FailureDemoLease.ListAsync(api.Session.Client, cancellationToken);

    private static async Task<NoContent> StartFailureDemo(FailureDemoLease acts, string slug, string act, CancellationToken cancellationToken)
    {
        await acts.StartAsync(act, slug, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> StopFailureDemo(FailureDemoLease acts, CancellationToken cancellationToken)
    {
        await acts.StopAsync(quietly: true, cancellationToken);
        return TypedResults.NoContent();
    }

    private static Task<IReadOnlyList<ReplayHead>> Replays(ReplayStore replays, CancellationToken cancellationToken) => replays.ListAsync(cancellationToken);

    private static async Task<Results<Ok<Replay>, NotFound>> Replay(ReplayStore replays, string id, CancellationToken cancellationToken)
        => await replays.FindAsync(id, cancellationToken) is { } replay ? TypedResults.Ok(replay) : TypedResults.NotFound();

    private static async ValueTask<object?> OneLineProblems(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
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
            return Results.Problem("Something else took its place.", statusCode: 409);
        }
    }
}
