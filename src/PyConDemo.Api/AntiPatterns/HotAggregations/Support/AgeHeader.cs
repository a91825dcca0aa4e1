namespace PyConDemo.Api.AntiPatterns.HotAggregations.Support;

/// <summary>Writes the header Age (RFC 9111): the age of the numbers in whole seconds. All lanes have it.</summary>
public static class AgeHeader
{
    public static async ValueTask<object?> Write(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var result = await next(context);
        if (result is Ok<HotAggregationsResult> { Value: { } dashboard })
        {
            var clock = context.HttpContext.RequestServices.GetRequiredService<TimeProvider>();
            var age = (long)(clock.GetUtcNow().UtcDateTime - dashboard.AsOf).TotalSeconds;
            // The database's clock gives asOf, and it may be ahead of ours.
            context.HttpContext.Response.Headers.Age = Math.Max(0, age).ToString(CultureInfo.InvariantCulture);
        }

        return result;
    }
}
