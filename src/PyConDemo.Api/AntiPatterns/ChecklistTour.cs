using Microsoft.AspNetCore.Http.HttpResults;
using PyConDemo.Api.Hosting;
using PyConDemo.Checklist;

namespace PyConDemo.Api.AntiPatterns;

/// <summary>One pass over both lanes of each pair with the checklist on, as a visitor with a browser would make it.</summary>
public static class ChecklistTour
{
    // One to warm a lane up, five for the rule that judges by the median of five; the other rules know after the first.
    private const int Rounds = 6;

    /// <summary>Asks for each bad and each good lane's example six times, with the checklist on; then its page, /checklist, is filled.</summary>
    /// <remarks>Takes some seconds: half of the lanes are bad ones. In Development only, as is the header `Checklist: on`.</remarks>
    public static async Task<RedirectHttpResult> RunAsync(
        HttpContext context, DemoSettings settings, IServerHealthChecklist checklist, CancellationToken cancellationToken)
    {
        // Where this request came in: the only address of ours that surely answers.
        var (address, port) = (context.Connection.LocalIpAddress, context.Connection.LocalPort);
        using var client = new HttpClient { BaseAddress = new UriBuilder(context.Request.Scheme, $"{address}", port).Uri };
        client.DefaultRequestHeaders.Add("Checklist", "on");
        client.DefaultRequestHeaders.Add("Accept-Encoding", "br, gzip");
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var lane in AntiPatternCatalog.At(settings.Scale).SelectMany(pattern => pattern.Pair()))
                await AskAsync(client, lane, checklist, cancellationToken);
        }

        return TypedResults.Redirect("/checklist");
    }

    private static async Task AskAsync(HttpClient client, Lane lane, IServerHealthChecklist checklist, CancellationToken cancellationToken)
    {
        using var request = lane.ToRequest();
        using var answer = await client.SendAsync(request, cancellationToken);
        // One after the other, verdict included: some wait for a plan.
        if (answer.Headers.TryGetValues("Checklist-Request", out var ids))
            await checklist.FindAsync(ids.Single());
    }
}
