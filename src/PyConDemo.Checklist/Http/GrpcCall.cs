using Microsoft.AspNetCore.Http.Features;

namespace PyConDemo.Checklist.Http;

/// <summary>The messages of one gRPC call in both directions.</summary>
internal sealed class GrpcCall(string contentType)
{
    private const string ContentType = "application/grpc"; // also the beginning of gRPC-Web's types
    private const string Base64 = "application/grpc-web-text";

    public GrpcMessages Request { get; } = new();
    public GrpcMessages Answer { get; } = new();

    /// <summary>Null if the request is none.</summary>
    public static GrpcCall? TryCreate(HttpRequest request)
        => request.ContentType is { } type && type.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase)
            ? new(type)
            : null;

    /// <summary>True if it has several messages in one direction, or if it succeeds or is cancelled without any answer.
    /// </summary>
    /// <remarks>A stream of one message looks like an ordinary call. Messages in base64 are not counted, so such a call
    /// counts as a stream.</remarks>
    public bool IsStream(HttpContext context)
        => Request.Count > 1 || Answer.Count > 1 || (Answer.Count == 0 && HasEnded(context))
            || contentType.StartsWith(Base64, StringComparison.OrdinalIgnoreCase);

    private static bool HasEnded(HttpContext context)
        => context.RequestAborted.IsCancellationRequested
            || IsZero(context.Features.Get<IHttpResponseTrailersFeature>()?.Trailers)
            || IsZero(context.Response.Headers);

    private static bool IsZero(IHeaderDictionary? headers) => headers?["grpc-status"].ToString() == "0";
}
