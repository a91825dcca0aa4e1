using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PyConDemo.Api.AntiPatterns;
using PyConDemo.Checklist;
using UglyToad.PdfPig;

namespace PyConDemo.Api.Tests.Support;

/// <summary>Sends a lane's example once and counts what it cost.</summary>
public sealed class LaneMeter(DemoApp app, HttpClient client)
{
    public async Task<LaneCost> MeasureAsync(Lane lane, CancellationToken cancel)
    {
        using var request = lane.ToRequest();
        request.Headers.Add("Checklist", "on");
        request.Headers.Add("Accept-Encoding", "br");
        using var response = await client.SendAsync(request, cancel);
        response.EnsureSuccessStatusCode();
        var body = await response.Content.ReadAsByteArrayAsync(cancel);

        var id = Assert.Single(response.Headers.GetValues("Checklist-Request"));
        var vitals = (await app.Services.GetRequiredService<IServerHealthChecklist>().FindAsync(id))!.Vitals;
        var plans = new List<(Plan Plan, long Count)>();
        foreach (var shape in vitals.Shapes.Where(shape => shape.Rows > 0))
        {
            await using var command = new NpgsqlCommand(shape.Sample!.Text);
            command.Parameters.AddRange(shape.Sample.CloneParameters());
            plans.Add((await Plan.OfAsync(app.ConnectionString, command, cancel), shape.Count));
        }

        return new LaneCost(
            vitals.Commands,
            plans.Sum(plan => plan.Plan.Buffers * plan.Count),
            plans.Sum(plan => plan.Plan.RowsLocked * plan.Count),
            response.Content.Headers.ContentType?.MediaType == "application/pdf" ? PagesOf(body) : 0,
            body.Length);
    }

    private static int PagesOf(byte[] pdf)
    {
        using var document = PdfDocument.Open(pdf);
        return document.NumberOfPages;
    }
}
