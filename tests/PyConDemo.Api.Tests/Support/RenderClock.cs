using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using PyConDemo.Api.AntiPatterns.LongRequests.Support.Reports;
using PyConDemo.Checklist.Recording;

namespace PyConDemo.Api.Tests.Support;

/// <summary>
/// A clock of the checklist on which only a report that is rendered inside a request takes time. So a rule about time
/// depends on the code and not on how busy the machine is. Timers and dates are real.
/// </summary>
public sealed class RenderClock : TimeProvider
{
    private long _elapsed;

    /// <summary>Gives the application's checklist such a clock.</summary>
    public static void Use(IServiceCollection services)
    {
        var clock = new RenderClock();
        var engine = services.Last(service => service.ServiceType == typeof(IReportRenderer)).ImplementationType!;
        services.AddHttpContextAccessor();
        services.AddSingleton(new OwnClock(clock));
        services.AddSingleton<IReportRenderer>(provider => new Renderer(
            (IReportRenderer)ActivatorUtilities.CreateInstance(provider, engine),
            provider.GetRequiredService<IHttpContextAccessor>(),
            clock));
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _elapsed);

    // A rendering takes 200 ms, and only in its own request.
    private sealed class Renderer(
        IReportRenderer inner, IHttpContextAccessor requests, RenderClock clock) : IReportRenderer
    {
        public byte[] Render(ReportDocument document)
        {
            if (requests.HttpContext is not null)
            {
                Interlocked.Add(ref clock._elapsed, TimeSpan.FromMilliseconds(200).Ticks);
            }

            return inner.Render(document);
        }
    }
}
