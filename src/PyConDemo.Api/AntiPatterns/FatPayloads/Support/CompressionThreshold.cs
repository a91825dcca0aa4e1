using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;

namespace PyConDemo.Api.AntiPatterns.FatPayloads.Support;

/// <summary>ASP.NET Core's compression, for bodies that gain by it.</summary>
public sealed class CompressionThreshold(IServiceProvider services, IOptions<ResponseCompressionOptions> options)
    : ResponseCompressionProvider(services, options)
{
    /// <summary>Bytes. What fits one Ethernet packet (1,460 bytes of TCP, headers included) arrives no sooner when it is smaller.</summary>
    public const int MinBytes = 1_200;

    public override bool ShouldCompressResponse(HttpContext context)
        => context.Response.ContentLength is null or >= MinBytes && base.ShouldCompressResponse(context);
}
