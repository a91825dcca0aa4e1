using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;

namespace PyConDemo.Checklist.Http;

/// <summary>Recognises requests that are connections. They live as long as the client stays, and what they do is no
/// single piece of work.</summary>
internal static class StreamKind
{
    /// <summary>The words for this kind of stream; null for an ordinary request.</summary>
    public static string? Find(RequestMeasurement measurement)
    {
        var context = measurement.Context;
        if (context.Response.StatusCode == StatusCodes.Status101SwitchingProtocols || IsExtendedConnect(context))
            return "an upgraded connection, such as a WebSocket";
        if (IsSignalR(measurement.Endpoint)) return "a SignalR connection";
        var type = context.Response.ContentType;
        if (StartsWith(type, "text/event-stream")) return "a stream of server-sent events";
        if (StartsWith(type, "multipart/x-mixed-replace") || BodyType.IsJsonLines(type)) return "a stream of messages";
        return measurement.Grpc is { } grpc && grpc.IsStream(context) ? "a streaming gRPC call" : null;
    }

    /// <summary>True for a WebSocket or WebTransport over HTTP/2 or HTTP/3.</summary>
    public static bool IsExtendedConnect(HttpContext context)
        => context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };

    // Asking for the connection's id is an ordinary request.
    private static bool IsSignalR(Endpoint? endpoint)
        => endpoint?.Metadata.GetMetadata<HubMetadata>() is not null
            && endpoint.Metadata.GetMetadata<NegotiateMetadata>() is null;

    private static bool StartsWith(string? text, string start)
        => text is not null && text.StartsWith(start, StringComparison.OrdinalIgnoreCase);
}
