using System.Buffers;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using PyConDemo.Checklist.Http;
using PyConDemo.Checklist.Recording;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Http;

/// <summary>An error in the checklist is no error of the program.</summary>
public sealed class OwnFailureTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    private const int MostCalls = 1_000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_survives_an_error_at_any_moment()
    {
        var clock = new BreakableClock();
        await using var app = await TestApp.Start(
            Routes, options => options.Always = true, b => b.Services.AddSingleton(new OwnClock(clock)));
        var good = 0;
        for (; good < MostCalls; good++)
        {
            clock.BreakAfter(good);
            using var body = new StringContent("hello");
            using var answer = await app.Client.PostAsync("/echo", body, Cancel);
            Assert.Equal((good, HttpStatusCode.OK), (good, answer.StatusCode));
            Assert.Equal("hello from the database", await answer.Content.ReadAsStringAsync(Cancel));
            if (!clock.IsBroken && app.Checklist.Requests.Count > 0) break;
        }
        // The clock is read for the request, its body, its command and its answer.
        Assert.InRange(good, 10, MostCalls - 1);
        clock.BreakAfter(int.MaxValue);
        Assert.Equal(0, await app.Log.WaitAllAsync(TimeSpan.FromSeconds(30), Cancel));
    }

    [Fact]
    public async Task After_a_failed_start_the_request_runs_as_if_it_was_not_measured()
    {
        object? body = null;
        await using var app = await TestApp.Start(
            web => web.MapGet("/hello", (HttpContext http) =>
            {
                body = http.Features.Get<IHttpResponseBodyFeature>();
                return "hello";
            }),
            options => options.Always = true,
            Before(async (context, next) =>
            {
                var inner = context.Features.GetRequiredFeature<IHttpResponseFeature>();
                context.Features.Set<IHttpResponseFeature>(new BrokenResponse(inner));
                await next(context);
            }));
        Assert.Equal("hello", await app.Client.GetStringAsync("/hello", Cancel));
        Assert.IsNotType<CountingBody>(body);
        Assert.NotNull(body);
        Assert.Empty(app.Checklist.Requests);
        Assert.Equal(0, await app.Log.WaitAllAsync(TimeSpan.FromSeconds(30), Cancel));
    }

    [Fact]
    public async Task An_earlier_middleware_may_have_started_the_answer()
    {
        await using var app = await TestApp.Start(
            Routes,
            options => options.Always = true,
            Before(async (context, next) =>
            {
                await context.Response.StartAsync(Cancel);
                await next(context);
            }));
        using var body = new StringContent("hello");
        using var answer = await app.Client.PostAsync("/echo", body, Cancel);
        Assert.Equal("hello from the database", await answer.Content.ReadAsStringAsync(Cancel));
        await TestApp.WaitUntilAsync(() => app.Checklist.Requests.Count > 0);
        var request = Assert.Single(app.Checklist.Requests);
        Assert.Equal((1, 23), (request.Vitals.Commands, request.Bytes));
    }

    [Fact]
    public async Task A_client_that_leaves_is_no_error_of_the_program()
    {
        Exception? error = null;
        var left = new TaskCompletionSource();
        var done = new TaskCompletionSource();
        await using var app = await TestApp.Start(
            web => web.MapGet("/", async (HttpContext http) =>
            {
                http.RequestAborted.Register(left.SetResult);
                await http.Response.Body.FlushAsync(CancellationToken.None);
                http.Response.BodyWriter.Write("hello"u8);
                await left.Task;
            }),
            options => options.Always = true,
            Before(async (context, next) =>
            {
                try
                {
                    await next(context);
                }
                catch (Exception e)
                {
                    error = e;
                }
                done.SetResult();
            }));
        using (await app.Client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead, Cancel)) { }
        await done.Task.WaitAsync(TimeSpan.FromSeconds(60), Cancel);
        Assert.Null(error);
    }

    private void Routes(WebApplication web) => web.MapPost("/echo", async (HttpContext http) =>
    {
        using var reader = new StreamReader(http.Request.Body);
        var text = await reader.ReadToEndAsync(Cancel);
        await using var command = db.Source.CreateCommand("SELECT 'from the database'");
        var answer = Encoding.UTF8.GetBytes($"{text} {await command.ExecuteScalarAsync(Cancel)}");
        await http.Response.Body.WriteAsync(answer.AsMemory(0, 5), Cancel);
        answer.AsMemory(5).CopyTo(http.Response.BodyWriter.GetMemory(100));
        http.Response.BodyWriter.Advance(answer.Length - 5);
        await http.Response.CompleteAsync();
    });

    private static Action<WebApplicationBuilder> Before(Func<HttpContext, RequestDelegate, Task> middleware)
        => builder => builder.Services.AddSingleton<IStartupFilter>(new First(middleware));

    private sealed class First(Func<HttpContext, RequestDelegate, Task> middleware) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(middleware);
            next(app);
        };
    }

    /// <summary>A clock that throws after a number of calls.</summary>
    private sealed class BreakableClock : TimeProvider
    {
        private int _left = int.MaxValue;

        public bool IsBroken => Volatile.Read(ref _left) < 0;

        public void BreakAfter(int calls) => Volatile.Write(ref _left, calls);

        public override long GetTimestamp()
        {
            Use();
            return base.GetTimestamp();
        }

        public override DateTimeOffset GetUtcNow()
        {
            Use();
            return base.GetUtcNow();
        }

        private void Use()
        {
            if (Interlocked.Decrement(ref _left) < 0) throw new ProvokedException();
        }
    }

    /// <summary>An answer whose headers nobody can wait for.</summary>
    private sealed class BrokenResponse(IHttpResponseFeature inner) : IHttpResponseFeature
    {
        public int StatusCode { get => inner.StatusCode; set => inner.StatusCode = value; }
        public string? ReasonPhrase { get => inner.ReasonPhrase; set => inner.ReasonPhrase = value; }
        public IHeaderDictionary Headers { get => inner.Headers; set => inner.Headers = value; }
#pragma warning disable CS0618 // the interface still has it
        public Stream Body { get => inner.Body; set => inner.Body = value; }
#pragma warning restore CS0618
        public bool HasStarted => inner.HasStarted;
        public void OnStarting(Func<object, Task> callback, object state) => throw new ProvokedException();
        public void OnCompleted(Func<object, Task> callback, object state) => inner.OnCompleted(callback, state);
    }
}
