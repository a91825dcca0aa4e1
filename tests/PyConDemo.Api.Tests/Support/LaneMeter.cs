using Microsoft.Extensions.DependencyInjection;
using PyConDemo.Api.AntiPatterns;
using PyConDemo.Api.QueryPlans;
using PyConDemo.Checklist;
using UglyToad.PdfPig;

namespace PyConDemo.Api.Tests.Support;

/// <summary>Sends a lane's example once and counts what it cost.</summary>
public sealed class LaneMeter(DemoApp app, HttpClient client)
{
    /// <param name="restore">Restores the data before the request, and before its statements are explained.</param>
    public async Task<LaneCost> MeasureAsync(Lane lane, Func<Task> restore, CancellationToken cancellationToken)
    {
        await restore();
        using var request = lane.ToRequest();
        request.Headers.Add("Checklist", "on");
        request.Headers.Add("Accept-Encoding", "br");
        using var response = await client.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);

        var id = Assert.Single(response.Headers.GetValues("Checklist-Request"));
        var vitals = (await app.Services.GetRequiredService<IServerHealthChecklist>().FindAsync(id))!.Vitals;
        await restore();
        var plans = await app.Services.GetRequiredService<StatementExplainer>().ExplainAsync(
            vitals.Shapes, cancellationToken);

        return new LaneCost(
            vitals.Commands,
            plans.Sum(plan => plan.Count * plan.Buffers),
            // A second statement that locks the same rows adds nothing.
            plans.Max(plan => plan.Count * plan.RowsLocked),
            response.Content.Headers.ContentType?.MediaType == "application/pdf" ? PagesOf(body) : 0,
            body.Length);
    }

    private static int PagesOf(byte[] pdf)
    {
        using var document = PdfDocument.Open(pdf);
        return document.NumberOfPages;
    }
}
