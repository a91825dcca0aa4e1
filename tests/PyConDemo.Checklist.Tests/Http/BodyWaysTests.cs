using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Time.Testing;
using PyConDemo.Checklist.Http;
using PyConDemo.Checklist.Recording;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Http;

/// <summary>Every way to read and to write a body is measured, and none behaves differently.</summary>
public sealed class BodyWaysTests
{
    private static readonly string Picture =
        Convert.ToBase64String([0x89, .. "PNG"u8, .. Enumerable.Range(0, 50_000).Select(n => (byte)(n * 7))]);

    private static readonly byte[] Answer = JsonSerializer.SerializeToUtf8Bytes(new { Picture });

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static readonly Dictionary<string, Func<HttpResponse, Task>> WaysToWrite = new()
    {
        ["Write of an array"] = Sync(r => r.Body.Write(Answer, 0, Answer.Length)),
        ["Write of a span"] = Sync(r => r.Body.Write(Answer.AsSpan())),
        ["WriteByte"] = Sync(r => Array.ForEach(Answer, r.Body.WriteByte)),
        ["WriteAsync of an array"] = r => r.Body.WriteAsync(Answer, 0, Answer.Length),
        ["WriteAsync of a memory"] = async r => await r.Body.WriteAsync(Answer.AsMemory()),
        ["BeginWrite"] = r => Task.Factory.FromAsync(
            (callback, state) => r.Body.BeginWrite(Answer, 0, Answer.Length, callback, state), r.Body.EndWrite, null),
        ["CopyToAsync"] = r => new MemoryStream(Answer).CopyToAsync(r.Body),
        ["a StreamWriter"] = async r =>
        {
            await using var writer = new StreamWriter(r.Body);
            await writer.WriteAsync(System.Text.Encoding.UTF8.GetString(Answer));
        },
        ["WriteAsync of the pipe"] = async r => await r.BodyWriter.WriteAsync(Answer),
        ["GetMemory"] = r =>
        {
            Answer.CopyTo(r.BodyWriter.GetMemory(Answer.Length));
            r.BodyWriter.Advance(1);
            r.BodyWriter.Advance(Answer.Length - 1);
            return Task.CompletedTask; // without a flush
        },
        ["GetSpan"] = async r =>
        {
            r.BodyWriter.Write(Answer); // one span after the other
            await r.BodyWriter.FlushAsync();
        },
        ["the pipe as a stream"] = async r => await r.BodyWriter.AsStream().WriteAsync(Answer),
        ["a pipe into the pipe"] = r => PipeReader.Create(new ReadOnlySequence<byte>(Answer)).CopyToAsync(r.BodyWriter),
        ["a stream into the pipe"] = r => new MemoryStream(Answer).CopyToAsync(r.BodyWriter),
        ["both"] = async r =>
        {
            r.BodyWriter.Write(Answer.AsSpan(0, 7));
            await r.Body.WriteAsync(Answer.AsMemory(7));
        },
        ["a part of a file"] = async r =>
        {
            using var file = new TempFile([.. "12"u8, .. Answer, .. "345"u8]);
            await r.SendFileAsync(file.Path, offset: 2, count: Answer.Length);
        },
        ["a file that is deleted meanwhile"] = async r =>
        {
            using var file = new TempFile(Answer);
            var sending = r.SendFileAsync(file.Path);
            file.Dispose();
            await sending;
        },
        ["without buffering"] = async r =>
        {
            r.HttpContext.Features.GetRequiredFeature<IHttpResponseBodyFeature>().DisableBuffering();
            await r.StartAsync();
            await r.Body.WriteAsync(Answer);
        },
        ["CompleteAsync"] = async r =>
        {
            r.BodyWriter.Write(Answer);
            await r.CompleteAsync();
        },
    };

    public static TheoryData<string> Writing => [.. WaysToWrite.Keys];

    [Theory]
    [MemberData(nameof(Writing))]
    public async Task The_same_bytes_are_sent_counted_and_inspected(string way)
    {
        await using var app = await TestApp.Start(
            web => web.MapGet("/answer", (HttpContext http) =>
            {
                http.Response.ContentType = "application/json";
                return WaysToWrite[way](http.Response);
            }),
            build: builder => builder.WebHost.ConfigureKestrel(
                kestrel => kestrel.AllowSynchronousIO = way is "Write of an array" or "Write of a span" or "WriteByte"));
        var (answer, vitals) = await app.MeasureAsync("/answer");
        Assert.Equal(Answer, await answer.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal(Answer.Length, (int)vitals["bytes"]!);
        Assert.NotNull(vitals["firstByteMs"]);
        var rule = vitals["rules"]!.AsArray().Single(r => (string?)r!["rule"] == "fat-payloads")!;
        Assert.Equal(Picture.Length, (int)rule["finding"]!["amount"]!);
    }

    private static readonly Dictionary<string, Func<Stream, Task>> WaysToRead = new()
    {
        ["Read into an array"] = Read((body, buffer) => Task.FromResult(body.Read(buffer, 0, 4))),
        ["Read into a span"] = Read((body, buffer) => Task.FromResult(body.Read(buffer.AsSpan(0, 4)))),
        ["ReadByte"] = Read((body, _) => Task.FromResult(body.ReadByte() < 0 ? 0 : 1)),
        ["ReadAsync into an array"] = Read((body, buffer) => body.ReadAsync(buffer, 0, 4)),
        ["ReadAsync into a memory"] = Read((body, buffer) => body.ReadAsync(buffer.AsMemory(0, 4)).AsTask()),
        ["BeginRead"] = Read((body, buffer) => Task.Factory.FromAsync(
            (callback, state) => body.BeginRead(buffer, 0, 4, callback, state), body.EndRead, null)),
        ["CopyTo"] = body =>
        {
            body.CopyTo(Stream.Null, 4);
            return Task.CompletedTask;
        },
        ["CopyToAsync"] = body => body.CopyToAsync(Stream.Null, 4),
        ["a pipe"] = body => PipeReader.Create(body).CopyToAsync(Stream.Null),
    };

    public static TheoryData<string> Reading => [.. WaysToRead.Keys];

    [Theory]
    [MemberData(nameof(Reading))]
    public async Task The_wait_for_each_part_of_a_request_is_measured(string way)
    {
        var time = new FakeTimeProvider();
        var recorder = new Recorder(() => "the test", id: null, new(), outer: null, maxShapes: 10, time);
        var messages = new GrpcMessages();
        var client = new SlowClient(recorder.Times, time);
        await WaysToRead[way](new TimedBody(client, recorder.Times, messages));
        Assert.Equal(SlowClient.Messages, messages.Count);
        Assert.True(client.Reads > 1);
        Assert.Equal(client.Reads, client.TimedReads);
    }

    [Fact]
    public async Task A_server_that_refuses_synchronous_reads_accepts_BeginRead()
    {
        await using var app = await TestApp.Start(
            web => web.MapPost("/", async (HttpContext http) =>
            {
                var buffer = new byte[100];
                return await Task.Factory.FromAsync(
                    (callback, state) => http.Request.Body.BeginRead(buffer, 0, 100, callback, state),
                    http.Request.Body.EndRead,
                    null);
            }),
            options => options.Always = true);
        using var answer = await app.Client.PostAsync("/", new StringContent("12345"), Cancel);
        Assert.Equal("5", await answer.Content.ReadAsStringAsync(Cancel));
    }

    private static Func<HttpResponse, Task> Sync(Action<HttpResponse> write) => response =>
    {
        write(response);
        return Task.CompletedTask;
    };

    private static Func<Stream, Task> Read(Func<Stream, byte[], Task<int>> read) => async body =>
    {
        while (await read(body, new byte[4]) > 0) { }
    };

    /// <summary>Some gRPC messages, of which each part takes a while.</summary>
    private sealed class SlowClient(TimeMeter times, FakeTimeProvider time) : Stream
    {
        public const int Messages = 3;
        private const int Patience = 100_000; // another thread may begin to measure a moment later

        private readonly MemoryStream _bytes = new(
            [.. Enumerable.Repeat<byte[]>([0, 0, 0, 0, 2, 8, 1], Messages).SelectMany(m => m)]);

        public int Reads { get; private set; }
        public int TimedReads { get; private set; }

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            Wait();
            return _bytes.Read(buffer[..Math.Min(4, buffer.Length)]);
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            return Read(buffer.Span);
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override void Flush() { }

        private void Wait()
        {
            Reads++;
            var before = Waited();
            for (var i = 0; i < Patience && Waited() == before; i++)
            {
                time.Advance(TimeSpan.FromMilliseconds(1));
                Thread.Yield();
            }
            if (Waited() > before) TimedReads++;
        }

        private TimeSpan Waited() => times.Until(time.GetTimestamp()).Body;
    }
}
