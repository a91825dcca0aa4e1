using System.Net.WebSockets;
using System.Text;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using PyConDemo.Checklist.Rules;
using PyConDemo.Checklist.Tests.Catalogue.Apps;

namespace PyConDemo.Checklist.Tests.Catalogue;

/// <summary>Connections that stay open: their lifetime is no duration, and their messages are no loop.</summary>
internal static class StreamShapes
{
    private static readonly string[] Streaming =
        [HealthRules.LongRequests, HealthRules.NPlusOne, HealthRules.FatPayloads];
    private static readonly TimeSpan Pause = 2.5 * CatalogueApp.Slow;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static IEnumerable<CatalogueShape> All => Web().Concat(Grpc());

    private static IEnumerable<CatalogueShape> Web() =>
    [
        new("a WebSocket", "eight messages are no loop, and 200 ms are a lifetime")
        {
            NotSeen = Streaming,
            Call = async client =>
            {
                using var socket = new ClientWebSocket();
                socket.Options.SetRequestHeader(client.Tracked.Name, client.Tracked.Value);
                await socket.ConnectAsync(new($"ws://{client.Http1.BaseAddress!.Authority}/a WebSocket"), Cancel);
                for (var i = 0; i < 8; i++)
                    await socket.SendAsync(Encoding.UTF8.GetBytes($"{i}"), WebSocketMessageType.Text, true, Cancel);
                await Task.Delay(Pause, Cancel);
                await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Cancel);
            },
            Handle = async c =>
            {
                using var socket = await c.Http.WebSockets.AcceptWebSocketAsync();
                var buffer = new byte[100];
                while ((await socket.ReceiveAsync(buffer, c.Cancel)).MessageType == WebSocketMessageType.Text)
                    await c.Read("SELECT name FROM authors WHERE id = $1", buffer[0] - '0');
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, c.Cancel);
            },
        },
        Hub("a SignalR hub over WebSockets", HttpTransportType.WebSockets),
        Hub("a SignalR hub over server-sent events", HttpTransportType.ServerSentEvents),
        Hub("a SignalR hub over long polling", HttpTransportType.LongPolling),
        new("server-sent events", "the first event comes when there is one")
        {
            NotSeen = Streaming,
            Handle = async c =>
            {
                c.Http.Response.ContentType = "text/event-stream";
                await c.Http.Response.Body.FlushAsync(c.Cancel);
                await Task.Delay(Pause, c.Cancel);
                for (var i = 1; i <= 8; i++)
                {
                    await c.Read("SELECT name FROM authors WHERE id = $1", i);
                    await c.Http.Response.WriteAsync($"data: {i}\n\n", c.Cancel);
                    await c.Http.Response.Body.FlushAsync(c.Cancel);
                }
            },
        },
    ];

    private static IEnumerable<CatalogueShape> Grpc() =>
    [
        Call("a gRPC call", "it is an ordinary request that asks per row", "Find", [HealthRules.FatPayloads], async orders =>
            await orders.FindAsync(new() { Id = 12 }, cancellationToken: Cancel)) with { Found = [HealthRules.NPlusOne] },
        Call("a gRPC call that streams its answers", "each message is its own work", "FindAll", Streaming, async orders =>
        {
            using var call = orders.FindAll(new() { Id = 12 }, cancellationToken: Cancel);
            await foreach (var _ in call.ResponseStream.ReadAllAsync(Cancel)) { }
        }),
        Call("a gRPC call that streams its requests", "each message is its own work", "Add", Streaming, async orders =>
        {
            using var call = orders.Add(cancellationToken: Cancel);
            for (var id = 1; id <= 8; id++) await call.RequestStream.WriteAsync(new() { Id = id }, Cancel);
            await Task.Delay(Pause, Cancel);
            await call.RequestStream.CompleteAsync();
            await call;
        }),
        Call("a gRPC call that streams both ways", "each message is its own work", "Talk", Streaming, async orders =>
        {
            using var call = orders.Talk(cancellationToken: Cancel);
            for (var id = 1; id <= 8; id++)
            {
                await call.RequestStream.WriteAsync(new() { Id = id }, Cancel);
                await call.ResponseStream.MoveNext(Cancel);
            }
            await Task.Delay(Pause, Cancel);
            await call.RequestStream.CompleteAsync();
        }),
    ];

    private static CatalogueShape Call(
        string name, string why, string method, string[] notSeen, Func<Orders.OrdersClient, Task> call) => new(name, why)
        {
            Method = "POST",
            Route = $"/catalogue.Orders/{method}",
            NotSeen = notSeen,
            Map = method == "Find" ? app => app.MapGrpcService<OrdersService>() : _ => { },
            Call = async client =>
            {
                using var channel = GrpcChannel.ForAddress(
                    client.Http2.BaseAddress!, new() { HttpClient = client.Http2, DisposeHttpClient = false });
                await call(new(channel));
            },
        };

    private static CatalogueShape Hub(string name, HttpTransportType transport) => new(name, "its calls are no loop")
    {
        Method = transport == HttpTransportType.WebSockets ? "GET" : "POST",
        NotSeen = transport == HttpTransportType.WebSockets ? Streaming : Streaming[..2], // a POST may answer nothing
        Map = app => app.MapHub<AuthorsHub>($"/{name}"),
        Call = async client =>
        {
            await using var connection = new HubConnectionBuilder()
                .WithUrl(new Uri(client.Http1.BaseAddress!, name), transport, options =>
                    options.Headers[client.Tracked.Name] = client.Tracked.Value)
                .Build();
            await connection.StartAsync(Cancel);
            for (var id = 1; id <= 8; id++) await connection.InvokeAsync<string>("Name", id, Cancel);
            await Task.Delay(Pause, Cancel);
        },
    };
}
