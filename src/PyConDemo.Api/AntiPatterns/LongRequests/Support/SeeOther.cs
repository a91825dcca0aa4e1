using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace PyConDemo.Api.AntiPatterns.LongRequests.Support;

/// <summary>303 See Other to another path. The body is for clients that don't follow it.</summary>
public sealed class SeeOther(string location, LongRequestsResult status) : IResult, IEndpointMetadataProvider
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = location;
        return httpContext.Response.WriteAsJsonAsync(status, httpContext.RequestAborted);
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
        => builder.Metadata.Add(new ProducesResponseTypeMetadata(
            StatusCodes.Status303SeeOther, typeof(LongRequestsResult), ["application/json"]));
}
