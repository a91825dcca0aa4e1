using PyConDemo.Api.AntiPatterns.LongRequests.Support.Reports;
using PyConDemo.Api.AntiPatterns.RowLocking.Support;
using PyConDemo.Api.Data;

namespace PyConDemo.CheckedApi;

/// <summary>The work of a job, seen by the judge.</summary>
internal sealed class SeenHashingWork(RowLockingSettings settings, WorkGate gate) : HashingWork(settings)
{
    public override async ValueTask<string> DoAsync(Job job, CancellationToken cancellationToken)
        => await gate.RunAsync($"{job.Id}", () => base.DoAsync(job, cancellationToken).AsTask(), cancellationToken);
}

/// <summary>The rendering of a report, seen by the judge.</summary>
internal sealed class SeenRenderer(IReportRenderer renderer, WorkGate gate) : IReportRenderer
{
    public byte[] Render(ReportDocument document)
#pragma warning disable RS0030 // An engine blocks its thread too.
        => gate.RunAsync(
            document.Subtitle, () => Task.FromResult(renderer.Render(document)), CancellationToken.None)
            .GetAwaiter().GetResult();
#pragma warning restore RS0030
}
