using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace PyConDemo.Api.AntiPatterns.HotAggregations.Support;

/// <summary>Says how old the answer is, in whole seconds (Age, RFC 9111). In all lanes.</summary>
public static class AgeHeader
{
    public static async ValueTask<object?> Write(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var answer = await next(context);
        if (answer is Ok<HotAggregationsResult> { Value: { } dashboard })
        {
            var clock = context.HttpContext.RequestServices.GetRequiredService<TimeProvider>();
            var age = (long)(clock.GetUtcNow().UtcDateTime - dashboard.AsOf).TotalSeconds;
            // asOf is by the database's clock, which may be ahead of ours.
            context.HttpContext.Response.Headers.Age = Math.Max(0, age).ToString(CultureInfo.InvariantCulture);
        }

        return answer;
    }
}
