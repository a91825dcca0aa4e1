using System.IO.Compression;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using PyConDemo.Checklist.Recording;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Http;

/// <summary>Reads a request's vitals over HTTP, from a real server.</summary>
public sealed class RequestTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_measured_request_tells_its_cost()
    {
        await using var app = await TestApp.Start(Routes);
        var (answer, vitals) = await app.MeasureAsync("/posts/5");

        Assert.Equal("5", await answer.Content.ReadAsStringAsync(Cancel));
        var timing = answer.Headers.GetValues("Server-Timing").Single();
        Assert.Matches("^sql;dur=[0-9.]+;desc=\"5 commands\", app;dur=[0-9.]+(, [a-z]+;dur=[0-9.]+)*$", timing);
        Assert.Equal(
            (1, "/posts/{n}", "GET", 200),
            ((int)vitals["version"]!, (string)vitals["route"]!, (string)vitals["method"]!, (int)vitals["status"]!));
        Assert.Equal(
            (5, 15, 0, 1),
            ((int)vitals["commands"]!, (int)vitals["rowsRead"]!, (int)vitals["rowsAffected"]!, (int)vitals["bytes"]!));
        var shape = Assert.Single(vitals["shapes"]!.AsArray())!;
        Assert.Equal(
            ("SELECT generate_series(?, …)", 5, 15),
            ((string)shape["sql"]!, (int)shape["count"]!, (int)shape["rows"]!));
        Assert.True((double)vitals["totalMs"]! >= (double)vitals["sqlBusyMs"]!);
        Assert.Null(shape["parameters"]);
    }

    [Fact]
    public async Task Its_times_add_up_in_the_JSON()
    {
        await using var app = await TestApp.Start(Routes);
        var (_, vitals) = await app.MeasureAsync("/posts/5");
        var times = vitals["times"]!.AsObject().ToDictionary(t => t.Key, t => (double)t.Value!);
        Assert.Equal(
            ["totalMs", "sqlMs", "connectionMs", "transactionMs", "bodyMs", "httpMs", "rowsMs", "ownMs"], times.Keys);
        Assert.Equal(times["totalMs"], times.Where(t => t.Key != "totalMs").Sum(t => t.Value), tolerance: 0.01);
        Assert.True(times["sqlMs"] > 0);
        Assert.True(times["totalMs"] <= (double)vitals["totalMs"]!);
    }

    [Fact]
    public async Task Server_Timing_names_where_the_time_went()
    {
        await using var app = await TestApp.Start(Routes);
        var (answer, _) = await app.MeasureAsync("/slow");
        var timing = answer.Headers.GetValues("Server-Timing").Single();
        Assert.Matches(", own;dur=[0-9.]{5,}", timing); // at least ten milliseconds
        Assert.DoesNotContain("http;", timing, StringComparison.Ordinal); // no HTTP call, no part of it
    }

    [Fact]
    public async Task An_unasked_request_costs_no_header_and_no_record()
    {
        await using var app = await TestApp.Start(Routes);
        var answer = await app.Client.GetAsync("/posts/2", Cancel);
        Assert.False(answer.Headers.Contains("Server-Timing") || answer.Headers.Contains("Checklist-Request"));
        Assert.Empty(app.Checklist.Requests);
    }

    [Fact]
    public async Task Outside_Development_nobody_can_ask_and_nobody_can_read()
    {
        await using var app = await TestApp.Start(Routes, o => o.Always = true, environment: "Production");
        var answer = await app.Client.GetAsync("/posts/20", Cancel);
        Assert.DoesNotContain(
            answer.Headers, h => h.Key is "Server-Timing" or "Checklist-Findings" or "Checklist-Request");
        await TestApp.WaitUntilAsync(() => app.Checklist.Requests.Count == 1);
        var id = app.Checklist.Requests.Single().Id;
        Assert.Equal(
            HttpStatusCode.NotFound, (await app.Client.GetAsync($"/checklist/requests/{id}", Cancel)).StatusCode);

        await using var off = await TestApp.Start(Routes, environment: "Production");
        using var ask = new HttpRequestMessage(HttpMethod.Get, "/posts/2") { Headers = { { "Checklist", "on" } } };
        Assert.False((await off.Client.SendAsync(ask, Cancel)).Headers.Contains("Checklist-Request"));
    }

    [Theory]
    [InlineData(null, null, new string[0])]
    [InlineData(true, null, new[] { "Checklist-Request", "Server-Timing" })]
    [InlineData(null, true, new[] { "Checklist-Findings", "Checklist-Request" })]
    public async Task Outside_Development_the_settings_bring_the_headers(bool? timing, bool? findings, string[] expected)
    {
        await using var app = await TestApp.Start(
            Routes,
            o => (o.Always, o.ServerTiming, o.FindingsHeader) = (true, timing, findings),
            environment: "Production");
        var answer = await app.Client.GetAsync("/posts/20", Cancel); // the same statement twenty times
        Assert.Equal(
            expected,
            answer.Headers.Select(h => h.Key).Where(h => h.StartsWith("Checklist", StringComparison.Ordinal)
                || h == "Server-Timing").Order());
    }

    [Fact]
    public async Task Sixty_four_requests_at_once_do_not_cross_over()
    {
        await using var app = await TestApp.Start(Routes, o => o.Always = true);
        var seen = await Task.WhenAll(Enumerable.Range(1, 64).Select(async n =>
        {
            var answer = await app.Client.GetAsync($"/posts/{n}", Cancel);
            var vitals = await app.Vitals(answer.Headers.GetValues("Checklist-Request").Single());
            return (n, (int)vitals["commands"]!, (int)vitals["rowsRead"]!);
        }));
        Assert.All(seen, s => Assert.Equal((s.n, s.n, 3 * s.n), s));
    }

    [Fact]
    public async Task Bytes_are_those_that_leave()
    {
        await using var app = await TestApp.Start(web =>
        {
            web.UseResponseCompression();
            Routes(web);
        }, build: b => b.Services.AddResponseCompression());
        var (_, plain) = await app.MeasureAsync("/text");
        var (answer, packed) = await app.MeasureAsync("/text", "gzip");

        Assert.Equal((100_000, 100_000), ((int)plain["bytes"]!, (int)plain["bytesBeforeCompression"]!));
        Assert.Equal(100_000, (int)packed["bytesBeforeCompression"]!);
        Assert.Equal((await answer.Content.ReadAsByteArrayAsync(Cancel)).Length, (int)packed["bytes"]!);
        Assert.InRange((int)packed["bytes"]!, 1, 10_000);
        await using var unpacked = new GZipStream(
            await answer.Content.ReadAsStreamAsync(Cancel), CompressionMode.Decompress);
        Assert.Equal(100_000, (await new StreamReader(unpacked).ReadToEndAsync(Cancel)).Length);
    }

    [Theory]
    [InlineData("/stream")]
    [InlineData("/writer")]
    [InlineData("/file")]
    public async Task Bytes_count_however_they_are_written(string path)
    {
        await using var app = await TestApp.Start(Routes);
        var (answer, vitals) = await app.MeasureAsync(path);
        Assert.Equal((await answer.Content.ReadAsByteArrayAsync(Cancel)).Length, (int)vitals["bytes"]!);
        Assert.NotEqual(0, (int)vitals["bytes"]!);
        Assert.NotNull(vitals["firstByteMs"]);
    }

    [Fact]
    public async Task An_exception_is_a_500()
    {
        await using var app = await TestApp.Start(Routes, o => o.Always = true);
        Assert.Equal(HttpStatusCode.InternalServerError, (await app.Client.GetAsync("/throws", Cancel)).StatusCode);
        await TestApp.WaitUntilAsync(() => app.Checklist.Requests.Count > 0);
        Assert.Equal(500, Assert.Single(app.Checklist.Requests).Status);
    }

    [Fact]
    public async Task An_error_handler_may_stand_around_the_checklist()
    {
        await using var app = await TestApp.Start(
            Routes, build: builder => builder.Services.AddSingleton<IStartupFilter, ErrorHandler>());
        var (answer, vitals) = await app.MeasureAsync("/throws");
        Assert.Equal("error page", await answer.Content.ReadAsStringAsync(Cancel));
        Assert.Equal((503, "/throws"), ((int)vitals["status"]!, (string?)vitals["route"]));
        Assert.Equal(0, (int)vitals["bytes"]!); // the error page is not what the route costs
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("TRACE")]
    public async Task The_page_is_for_reading(string method)
    {
        await using var app = await TestApp.Start(Routes);
        using var answer = await app.Client.SendAsync(new(new(method), "/checklist"), Cancel);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(["GET", "HEAD"], answer.Content.Headers.Allow);
    }

    [Fact]
    public async Task A_busy_route_is_sampled_and_one_that_asks_is_always_measured()
    {
        var clock = new FakeTimeProvider();
        await using var app = await TestApp.Start(
            Routes,
            o => (o.Always, o.MeasurementsPerSecond) = (true, 2),
            b => b.Services.AddSingleton(new OwnClock(clock)));
        async Task<int> Measured(string path, int times)
        {
            var measured = 0;
            for (var i = 0; i < times; i++)
                measured += (await app.Client.GetAsync(path, Cancel)).Headers.Contains("Checklist-Request") ? 1 : 0;
            return measured;
        }

        Assert.Equal(2, await Measured("/posts/1", 5));
        Assert.Equal(2, await Measured("/literals", 5)); // each route has its own limit
        // All paths without a route share one limit.
        Assert.Equal(2, await Measured("/nowhere", 3) + await Measured("/nothing", 3));
        clock.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Equal(1, await Measured("/posts/1", 5));
        Assert.True((await app.MeasureAsync("/posts/1")).Answer.Headers.Contains("Checklist-Request"));
    }

    [Fact]
    public async Task Only_the_latest_requests_are_kept()
    {
        await using var app = await TestApp.Start(Routes, o => (o.Always, o.KeptRequests) = (true, 3));
        for (var i = 1; i <= 5; i++) await app.Client.GetStringAsync($"/posts/{i}", Cancel);
        await TestApp.WaitUntilAsync(() => app.Checklist.Requests is [.., { Vitals.Commands: 5 }]);
        Assert.Equal([3, 4, 5], app.Checklist.Requests.Select(r => r.Vitals.Commands));
        Assert.Equal(
            HttpStatusCode.NotFound, (await app.Client.GetAsync("/checklist/requests/gone", Cancel)).StatusCode);
    }

    [Fact]
    public async Task Parameter_values_are_shown_only_when_allowed_and_asked_for()
    {
        await using var app = await TestApp.Start(Routes, o => o.ShowParameterValues = true);
        var (answer, vitals) = await app.MeasureAsync("/posts/1");
        Assert.Null(vitals["shapes"]![0]!["parameters"]);
        var id = answer.Headers.GetValues("Checklist-Request").Single();
        var asked = await app.Client.GetStringAsync($"/checklist/requests/{id}?parameters=true", Cancel);
        Assert.Contains("\"parameters\": [\n        \"3\"", asked.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setting_switches_it_on_and_a_bad_one_stops_the_start()
    {
        await using var app = await TestApp.Start(
            Routes, build: b => b.Configuration.AddInMemoryCollection([new("Checklist:Always", "true")]));
        Assert.True((await app.Client.GetAsync("/posts/1", Cancel)).Headers.Contains("Checklist-Request"));
        await using var strict = await TestApp.Start(
            Routes, build: b => b.Configuration.AddInMemoryCollection([new("Checklist:Rules:NPlusOne:Repeats", "2")]));
        Assert.Equal(
            ["n-plus-one"], (await strict.MeasureAsync("/literals")).Answer.Headers.GetValues("Checklist-Findings"));
        var error = await Assert.ThrowsAnyAsync<Exception>(() => TestApp.Start(Routes, o => o.KeptRequests = 0));
        Assert.Contains("KeptRequests", error.ToString(), StringComparison.Ordinal);
        error = await Assert.ThrowsAnyAsync<Exception>(() => TestApp.Start(Routes, o => o.MeasurementsPerSecond = 0));
        Assert.Contains("MeasurementsPerSecond", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Checklist:ExamsPerSecond", "5", "ExamsPerSecond")] // an unknown name
    [InlineData("Checklist:Rules:NPlusOne:Repeat", "5", "Repeat")]
    [InlineData("Checklist:KeptRequests", "many", "KeptRequests")] // a value of the wrong kind
    [InlineData("Checklist:KeptRequests", "0", "must be 1 to 100,000")]
    [InlineData("Checklist:Path", "/", "must be a path below the root")]
    public async Task A_bad_setting_stops_the_start_with_one_line(string key, string value, string words)
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(
            () => TestApp.Start(Routes, build: b => b.Configuration.AddInMemoryCollection([new(key, value)])));
        var line = Assert.Single(error.Failures);
        Assert.Contains(words, line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line);
    }

    private void Routes(WebApplication web)
    {
        web.MapGet("/posts/{n}", async (int n, CancellationToken cancellationToken) =>
        {
            for (var i = 0; i < n; i++)
            {
                await using var command = db.Source.CreateCommand("SELECT generate_series(1, $1)");
                command.Parameters.Add(new() { Value = 3 });
                await command.ExecuteScalarAsync(cancellationToken);
            }
            return Results.Text($"{n}");
        });
        web.MapGet("/literals", async (CancellationToken cancellationToken) =>
        {
            for (var i = 0; i < 2; i++)
            {
                await using var command = db.Source.CreateCommand($"SELECT {i}");
                await command.ExecuteScalarAsync(cancellationToken);
            }
        });
        web.MapGet("/slow", async (CancellationToken cancellationToken) => await Task.Delay(50, cancellationToken));
        web.MapGet("/text", () => Results.Text(new string('x', 100_000)));
        web.MapGet(
            "/stream", async (HttpContext c) => await c.Response.Body.WriteAsync(new byte[12_345], c.RequestAborted));
        web.MapGet("/writer", (HttpContext c) =>
        {
            var memory = c.Response.BodyWriter.GetMemory(2_000);
            c.Response.BodyWriter.Advance(1_500);
            c.Response.BodyWriter.GetSpan(10)[..10].Fill(1);
            c.Response.BodyWriter.Advance(10);
        });
        web.MapGet("/file", () => Results.File(typeof(RequestTests).Assembly.Location));
        web.MapGet("/throws", IResult () => throw new InvalidOperationException("on purpose"));
    }

    /// <summary>Answers as UseExceptionHandler does: it takes the endpoint from the context.</summary>
    private sealed class ErrorHandler : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (context, rest) =>
            {
                try
                {
                    await rest(context);
                }
                catch (InvalidOperationException)
                {
                    context.Response.Clear();
                    context.SetEndpoint(null);
                    context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                    await context.Response.WriteAsync("error page");
                }
            });
            next(app);
        };
    }
}
