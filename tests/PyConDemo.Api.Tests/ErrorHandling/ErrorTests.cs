using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Mvc;
using PyConDemo.Api.AntiPatterns.FatPayloads;
using PyConDemo.Api.Tests.Support;

namespace PyConDemo.Api.Tests.ErrorHandling;

/// <summary>The answers to requests that are wrong.</summary>
public sealed class ErrorTests(SmallApp small) : IClassFixture<SmallApp>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET", "/nowhere", 404)]
    [InlineData("POST", "/ping", 405)]
    [InlineData("GET", "/bad/orders?page=x", 400)]
    [InlineData("GET", "/bad/orders?page=0", 400)]
    [InlineData("GET", "/good/orders?after=x", 400)]
    [InlineData("POST", "/good/reports", 400)]
    [InlineData("GET", "/good/reports/999999", 404)]
    [InlineData("GET", "/checklist/nope", 404)]
    [InlineData("GET", "/swagger/nope", 404)]
    [InlineData("GET", "/hangfire/nope", 404)]
    public async Task An_error_is_a_problem_whatever_the_client_accepts(string method, string path, int status)
    {
        string?[] accepted = [null, "*/*", "text/html", "application/xml", "image/png;q=0.1", "garbage", ";"];
        foreach (var accept in accepted)
        {
            using var request = new HttpRequestMessage(new(method), path);
            if (accept is not null) request.Headers.TryAddWithoutValidation("Accept", accept);
            using var response = await small.Client.SendAsync(request, Cancel);
            await AssertProblemAsync(status, response);
        }
    }

    [Theory]
    [InlineData("utf-8", 202)]
    [InlineData("\"UTF-8\"", 202)]
    [InlineData("nope", 415)]
    [InlineData("utf-7", 415)]
    [InlineData("utf-16", 415)]
    [InlineData("\"a b\"", 415)]
    [InlineData("\"\"", 415)]
    public async Task JSON_is_in_UTF_8(string charset, int status)
    {
        using var content = new ByteArrayContent("""{"month":"2025-03"}"""u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", $"application/json; charset={charset}");
        using var response = await small.Client.PostAsync("/good/reports", content, Cancel);
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("GET", "/hangfire", 200)]
    [InlineData("HEAD", "/hangfire", 200)]
    [InlineData("GET", "/hangfire/jobs/succeeded?from=x&count=-1", 200)]
    [InlineData("GET", "/hangfire/jobs/succeeded?from=2147483647&count=2147483647", 200)]
    [InlineData("GET", "/hangfire/jobs/details/x", 404)]
    [InlineData("GET", "/hangfire/jobs/details/99999999999999999999", 404)]
    [InlineData("GET", "/hangfire/stats", 405)]
    [InlineData("GET", "/hangfire/stats/", 405)]
    [InlineData("POST", "/hangfire/stats", 415)]
    [InlineData("POST", "/hangfire/jobs/failed/requeue", 403)]
    [InlineData("POST", "/hangfire/nope", 403)]
    [InlineData("DELETE", "/hangfire", 405)]
    public async Task Hangfires_page_answers(string method, string path, int status)
    {
        using var request = new HttpRequestMessage(new(method), path);
        using var response = await small.Client.SendAsync(request, Cancel);
        if (status == 200) Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        else await AssertProblemAsync(status, response);
        Assert.True(response.Headers.Contains("Content-Security-Policy"));
    }

    [Theory]
    [InlineData("multipart/form-data", "x")]
    [InlineData("multipart/form-data; boundary=", "x")]
    [InlineData("multipart/form-data; boundary=x", "x")] // the end is missing
    [InlineData("application/x-www-form-urlencoded; charset=utf-7", "a=b")]
    [InlineData("application/x-www-form-urlencoded", null)] // too many values
    public async Task Hangfires_page_refuses_a_form_that_cant_be_read(string type, string? body)
    {
        using var content = new StringContent(body ?? string.Concat(Enumerable.Repeat("a=b&", 1500)));
        content.Headers.Remove("Content-Type");
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        using var response = await small.Client.PostAsync("/hangfire/stats", content, Cancel);
        await AssertProblemAsync(400, response);
    }

    [Theory]
    [InlineData("CONNECT /checklist", "405")]
    [InlineData("CONNECT /ping", "405")]
    [InlineData("CONNECT /health/live", "405")]
    [InlineData("CONNECT /hangfire", "405")]
    [InlineData("CONNECT /swagger/index.html", "404")]
    [InlineData("CONNECT /nowhere", "404")]
    [InlineData("TRACE /checklist", "405")]
    [InlineData("OPTIONS *", "405")]
    [InlineData("FOO /ping", "405")]
    public async Task An_odd_request_line_gets_a_problem_without_a_stack_trace(string line, string status)
    {
        var answer = await SendRawAsync($"{line} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Contains("application/problem+json", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_range_that_a_file_does_not_have_is_a_problem_and_is_not_kept_by_a_cache()
    {
        var list = await small.Client.GetFromJsonAsync<FatPayloadsResult<ProductItem>>("/good/products?size=1", Cancel);
        using var request = new HttpRequestMessage(HttpMethod.Get, list!.Products[0].ImageUrl);
        request.Headers.Range = new(from: 999_999_999, to: null);
        using var response = await small.Client.SendAsync(request, Cancel);
        await AssertProblemAsync(416, response);
        Assert.True(response.Headers.CacheControl?.NoStore);
    }

    [Fact]
    public async Task Allow_names_HEAD_wherever_it_names_GET()
    {
        using var response = await small.Client.PostAsync("/good/orders", null, Cancel);
        Assert.Equal(["GET", "HEAD"], response.Content.Headers.Allow);
    }

    public static TheoryData<string> ReadPaths =>
    [
        "/bad/orders?page=2", "/good/orders", "/yours/orders", "/bad/posts", "/good/posts/projected", "/bad/dashboard",
        "/good/dashboard", "/good/dashboard/cached", "/bad/products?size=2", "/good/products", "/good/reports/999999",
        "/bad/orders?page=x", "/ping", "/vitals", "/bystander", "/demo/patterns", "/demo/acts", "/health/live",
        "/health/ready", "/openapi/v1.json", "/swagger/index.html", "/checklist", "/nowhere",
    ];

    [Theory, MemberData(nameof(ReadPaths))]
    public async Task HEAD_has_the_status_and_headers_of_GET_and_no_body(string path)
    {
        var (get, _) = await AskAsync(HttpMethod.Get, path);
        var (head, body) = await AskAsync(HttpMethod.Head, path);
        Assert.Equal(get, head);
        Assert.Equal(0, body);
    }

    private static async Task AssertProblemAsync(int status, HttpResponseMessage response)
    {
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = (await response.Content.ReadFromJsonAsync<ProblemDetails>(Cancel))!;
        Assert.Equal(status, problem.Status);
        Assert.False(string.IsNullOrEmpty(problem.Title));
        Assert.StartsWith("https://tools.ietf.org/html/rfc9110", problem.Type, StringComparison.Ordinal);
    }

    private async Task<(string Head, int Bytes)> AskAsync(HttpMethod method, string path)
    {
        // A measurement of time, an id, and how a body is sent are not the same twice.
        string[] volatileHeaders = ["Date", "Transfer-Encoding", "Age"];
        using var request = new HttpRequestMessage(method, path);
        using var response = await small.Client.SendAsync(request, Cancel);
        var bytes = await response.Content.ReadAsByteArrayAsync(Cancel);
        // HttpClient computes the length of a body that was sent in chunks.
        if (response.Headers.TransferEncodingChunked is true) response.Content.Headers.ContentLength = null;
        var headers = response.Headers.Concat(response.Content.Headers)
            .Where(header => !volatileHeaders.Contains(header.Key))
            .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}").Order();
        return ($"{(int)response.StatusCode}\n{string.Join('\n', headers)}", bytes.Length);
    }

    private async Task<string> SendRawAsync(string request)
    {
        using var socket = new TcpClient(small.Client.BaseAddress!.Host, small.Client.BaseAddress.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), Cancel);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(Cancel);
    }
}
