using System.Net;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using PyConDemo.Checklist.Reporting;
using PyConDemo.Checklist.Rules;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Http;

/// <summary>A connection is no request: its lifetime is no duration, and a query per message is no N+1.</summary>
public sealed class StreamTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    private const int Messages = 30; // over every threshold for N+1
    private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(300);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)] // an extended CONNECT
    public async Task A_WebSocket_is_a_stream(bool http2)
    {
        await using var app = await Start(web =>
        {
            web.UseWebSockets();
            web.Map("/stream", async (HttpContext http) =>
            {
                using var socket = await http.WebSockets.AcceptWebSocketAsync();
                var buffer = new byte[100];
                while ((await socket.ReceiveAsync(buffer, Cancel)).MessageType != WebSocketMessageType.Close)
                    await Query(buffer[0]);
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Cancel);
            });
        }, http2);
        using var client = new ClientWebSocket();
        if (http2) (client.Options.HttpVersion, client.Options.HttpVersionPolicy) = Exactly2;
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler());
        await client.ConnectAsync(WebSocketAddress(app), invoker, Cancel);
        for (var i = 0; i < Messages; i++)
            await client.SendAsync(new[] { (byte)i }, WebSocketMessageType.Binary, endOfMessage: true, Cancel);
        await Task.Delay(Long, Cancel);
        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Cancel);
        await ExpectStream(app, "an upgraded connection", commands: Messages);
    }

    [Fact]
    public async Task A_SignalR_connection_is_a_stream()
    {
        await using var app = await Start(
            web => web.MapHub<QueryHub>("/stream"),
            build: builder => builder.Services.AddSingleton(db).AddSignalR());
        using var client = new ClientWebSocket();
        await client.ConnectAsync(WebSocketAddress(app), Cancel);
        await Send("""{"protocol":"json","version":1}""");
        for (var i = 0; i < Messages; i++)
            await Send($$"""{"type":1,"invocationId":"{{i}}","target":"Ask","arguments":[{{i}}]}""");
        var answers = "";
        var buffer = new byte[10_000];
        while (!answers.Contains($"\"{Messages - 1}\"", StringComparison.Ordinal))
            answers += Encoding.UTF8.GetString(buffer, 0, (await client.ReceiveAsync(buffer, Cancel)).Count);
        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Cancel);
        await ExpectStream(app, "an upgraded connection", commands: Messages);

        Task Send(string text) => client.SendAsync(
            Encoding.UTF8.GetBytes(text + '\u001e'), WebSocketMessageType.Text, endOfMessage: true, Cancel);
    }

    [Fact]
    public async Task A_SignalR_long_poll_is_a_stream_and_its_negotiation_is_none()
    {
        await using var app = await Start(
            web => web.MapHub<QueryHub>("/stream"),
            build: builder => builder.Services.AddSingleton(db).AddSignalR());
        using var negotiated = await app.Client.PostAsync("/stream/negotiate?negotiateVersion=1", null, Cancel);
        var token = System.Text.Json.Nodes.JsonNode.Parse(await negotiated.Content.ReadAsStringAsync(Cancel))!
            ["connectionToken"]!;
        using var poll = await app.Client.GetAsync($"/stream?id={token}", Cancel);
        Assert.Equal(HttpStatusCode.OK, poll.StatusCode);
        await TestApp.WaitUntilAsync(() => app.Checklist.Requests.Count == 2);
        Assert.Equal([null, "a SignalR connection"], app.Checklist.Requests.Select(r => r.Stream));
    }

    [Theory]
    [InlineData("text/event-stream", "server-sent events")]
    [InlineData("application/x-ndjson; charset=utf-8", "a stream of messages")]
    public async Task Events_are_a_stream_whether_the_first_comes_soon_or_late(string type, string words)
    {
        await using var app = await Start(web => web.MapGet("/stream", async (HttpContext http) =>
        {
            http.Response.ContentType = type;
            await http.Response.Body.FlushAsync(Cancel); // the client has the headers
            await Task.Delay(Long, Cancel);
            for (var i = 0; i < Messages; i++)
            {
                await Query(i);
                await http.Response.WriteAsync("data: 1\n\n", Cancel);
            }
        }));
        await app.Client.GetStringAsync("/stream", Cancel);
        var request = await ExpectStream(app, words, commands: Messages);
        Assert.True(request.Times.Total < request.TotalTime - (Long / 2), $"{request.Times.Total}");
    }

    [Theory]
    [InlineData(1, 2, true)] // several answers
    [InlineData(2, 1, true)] // several questions
    [InlineData(1, 0, true)] // no answer, and yet a success
    [InlineData(1, 1, false)]
    public async Task A_gRPC_call_with_several_messages_is_a_stream(int questions, int answers, bool isStream)
    {
        await using var app = await Start(web => web.MapPost("/stream", async (HttpContext http) =>
        {
            await http.Request.Body.CopyToAsync(Stream.Null, Cancel);
            for (var i = 0; i < Messages; i++) await Query(i);
            http.Response.ContentType = "application/grpc";
            for (var i = 0; i < answers; i++) await http.Response.BodyWriter.WriteAsync(Message, Cancel);
            http.Features.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers["grpc-status"] = "0";
        }), http2: true);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/stream")
        {
            Content = new ByteArrayContent([.. Enumerable.Repeat(Message, questions).SelectMany(m => m)]),
        };
        request.Content.Headers.ContentType = new("application/grpc");
        (request.Version, request.VersionPolicy) = Exactly2;
        using var answer = await app.Client.SendAsync(request, Cancel);
        Assert.Equal(Message.Length * answers, (await answer.Content.ReadAsByteArrayAsync(Cancel)).Length);
        if (isStream)
        {
            await ExpectStream(app, "a streaming gRPC call", commands: Messages);
            return;
        }
        await TestApp.WaitUntilAsync(() => app.Checklist.Requests.Count == 1);
        var measured = Assert.Single(app.Checklist.Requests);
        Assert.Null(measured.Stream);
        Assert.Equal(HealthState.Unhealthy, Result(measured, HealthRules.NPlusOne).State);
    }

    private static readonly byte[] Message = [0, 0, 0, 0, 2, 8, 1];

    private static (Version, HttpVersionPolicy) Exactly2
        => (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);

    private static Task<TestApp> Start(
        Action<WebApplication> map, bool http2 = false, Action<WebApplicationBuilder>? build = null)
        => TestApp.Start(map, o => o.Always = true, builder =>
        {
            if (http2)
            {
                builder.WebHost.ConfigureKestrel(
                    kestrel => kestrel.ConfigureEndpointDefaults(e => e.Protocols = HttpProtocols.Http2));
            }
            build?.Invoke(builder);
        });

    private static Uri WebSocketAddress(TestApp app)
        => new UriBuilder(app.Client.BaseAddress!) { Scheme = "ws", Path = "/stream" }.Uri;

    private static async Task<MeasuredRequest> ExpectStream(TestApp app, string words, int commands)
    {
        await TestApp.WaitUntilAsync(() => app.Checklist.Requests.Count == 1);
        var request = Assert.Single(app.Checklist.Requests);
        Assert.Equal(commands, request.Vitals.Commands);
        foreach (var rule in new[] { HealthRules.LongRequests, HealthRules.NPlusOne })
        {
            var result = Result(request, rule);
            Assert.Equal(HealthState.NotSeen, result.State);
            Assert.Contains(words, result.Note, StringComparison.Ordinal);
        }
        return request;
    }

    private static RuleResult Result(MeasuredRequest request, string rule)
        => request.Results.Single(r => r.Rule == rule);

    private Task Query(int id) => Query(db, id);

    private static async Task Query(TestDatabase db, int id)
    {
        await using var command = db.Source.CreateCommand("SELECT name FROM authors WHERE id = $1");
        command.Parameters.Add(new() { Value = id });
        await command.ExecuteScalarAsync(Cancel);
    }

    public sealed class QueryHub(TestDatabase db) : Hub
    {
        public Task Ask(int id) => Query(db, id);
    }
}
