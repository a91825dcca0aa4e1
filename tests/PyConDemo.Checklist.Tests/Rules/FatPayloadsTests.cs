using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using PyConDemo.Checklist.Rules;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Rules;

public sealed class FatPayloadsTests(TestDatabase db) : RuleTests(db, HealthRules.FatPayloads)
{
    private static readonly byte[] Picture =
        [.. Enumerable.Range(0, 60_000).Select(n => (byte)(n * 2_654_435_761L >> 13))];

    [Fact]
    public async Task Found_for_base64_in_nested_JSON()
    {
        var item = new { id = 1, media = new { image = Convert.ToBase64String(Picture) } };
        var finding = await ExpectFinding(Json(new { data = new { items = new[] { item } } }));
        Assert.Equal("characters", finding.Unit);
        Assert.Equal(80_000, finding.Amount); // + escaped as \u002B is one character
    }

    [Fact]
    public Task Found_for_a_byte_array_of_an_entity()
        => ExpectFinding(Json(Enumerable.Range(0, 50).Select(id => new { id, Picture })));

    [Fact]
    public Task Found_for_base64_behind_compression() => ExpectFinding(Json(new { Picture }) with
    {
        AcceptEncoding = "br",
        Use = web => web.UseResponseCompression(),
        Build = b => b.Services.AddResponseCompression(),
    });

    [Fact]
    public async Task Found_for_fat_items()
    {
        var finding = await ExpectFinding(
            Json(new { items = Enumerable.Range(0, 30).Select(id => new { id, description = Words(12_000) }) }));
        Assert.Equal("bytes per item", finding.Unit);
        Assert.InRange(finding.Amount, 12_000, 12_100);
    }

    [Fact]
    public async Task Found_for_a_large_body_left_uncompressed()
    {
        var items = Enumerable.Range(0, 1_000).Select(id => new { id, name = Words(100) });
        var finding = await ExpectFinding(Json(items) with { AcceptEncoding = "gzip, br" });
        Assert.Equal("bytes", finding.Unit);
    }

    [Fact]
    public Task Found_for_large_HTML()
        => ExpectFinding(Body("text/html; charset=utf-8", Words(100_000)) with { AcceptEncoding = "br" });

    [Fact]
    public Task Healthy_for_a_lean_list()
        => ExpectHealthy(
            Json(Enumerable.Range(0, 50).Select(id => new { id, name = Words(100) })) with { AcceptEncoding = "br" });

    [Fact]
    public Task Healthy_when_the_client_takes_no_compression() => ExpectHealthy(Body("text/csv", Words(100_000)));

    [Fact]
    public Task Healthy_when_the_client_refuses_compression()
        => ExpectHealthy(Body("text/csv", Words(100_000)) with { AcceptEncoding = "br;q=0" });

    [Fact]
    public Task Healthy_when_it_is_compressed()
        => ExpectHealthy(Json(Enumerable.Range(0, 1_000).Select(id => new { id, name = Words(100) })) with
        {
            AcceptEncoding = "gzip",
            Use = web => web.UseResponseCompression(),
            Build = b => b.Services.AddResponseCompression(),
        });

    [Fact]
    public Task Healthy_for_a_download() => ExpectHealthy(new(async c =>
    {
        c.Http.Response.ContentType = "application/octet-stream";
        for (var i = 0; i < 20; i++) await c.Http.Response.Body.WriteAsync(Picture, c.Cancel);
    })
    { AcceptEncoding = "br" });

    [Fact]
    public Task Healthy_for_a_picture()
        => ExpectHealthy(new(c => Results.Bytes(Picture, "image/png").ExecuteAsync(c.Http)) { AcceptEncoding = "br" });

    [Fact]
    public Task Healthy_for_a_token()
        => ExpectHealthy(Json(new { token = Convert.ToBase64String(Picture.AsSpan(0, 1_500)) }));

    [Fact]
    public Task Healthy_for_one_long_article()
        => ExpectHealthy(Json(new { title = "A talk", text = Words(30_000), rule = new string('-', 5_000) }));

    [Fact]
    public Task Healthy_for_no_body() => ExpectHealthy(new(_ => Task.CompletedTask));

    private static RuleCase Json(object value) => new(c => Results.Json(value).ExecuteAsync(c.Http));

    private static RuleCase Body(string type, string text)
        => new(c => Results.Text(text, type, Encoding.UTF8).ExecuteAsync(c.Http));

    private static string Words(int length)
        => string.Concat(Enumerable.Repeat("some Words 1 ", length / 13 + 1))[..length];
}
