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
        var type = BodyType.Of(context.Response.ContentType);
        if (type.IsEventStream) return "a stream of server-sent events";
        if (type.SendsMessages) return "a stream of messages";
        return measurement.Grpc is { } grpc && grpc.IsStream(context) ? "a streaming gRPC call" : null;
    }

    /// <summary>True for a WebSocket or WebTransport over HTTP/2 or HTTP/3.</summary>
    public static bool IsExtendedConnect(HttpContext context)
        => HttpMethods.IsConnect(context.Request.Method) // looking for a feature takes longer
            && context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };

    // Asking for the connection's id is an ordinary request.
    private static bool IsSignalR(Endpoint? endpoint)
        => endpoint?.Metadata.GetMetadata<HubMetadata>() is not null
            && endpoint.Metadata.GetMetadata<NegotiateMetadata>() is null;
}
