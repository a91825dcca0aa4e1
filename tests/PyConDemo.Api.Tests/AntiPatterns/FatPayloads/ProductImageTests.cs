using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Http;
using PyConDemo.Api.AntiPatterns.FatPayloads;
using PyConDemo.Api.AntiPatterns.FatPayloads.Support;
using PyConDemo.Api.Tests.Support;

namespace PyConDemo.Api.Tests.AntiPatterns.FatPayloads;

public sealed class ProductImageTests(SmallApp small) : IClassFixture<SmallApp>
{
    private readonly HttpClient _client = small.Client;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_image_says_what_it_is_and_may_be_kept_for_ever()
    {
        var url = await UrlAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.AcceptEncoding.ParseAdd("br, gzip");
        using var response = await _client.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("image/jpeg", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("public, max-age=31536000, immutable", response.Headers.GetValues("Cache-Control").Single());
        Assert.Equal(new EntityTagHeaderValue($"\"{url.Split('/')[^1]}\"", isWeak: false), response.Headers.ETag);
        Assert.Equal(["bytes"], response.Headers.AcceptRanges);
        Assert.Empty(response.Content.Headers.ContentEncoding); // a JPEG is compressed already
    }

    [Fact]
    public async Task HEAD_says_the_same_without_the_bytes()
    {
        var url = await UrlAsync();
        using var get = await _client.GetAsync(url, Cancel);
        using var head = await _client.SendAsync(new HttpRequestMessage(HttpMethod.Head, url), Cancel);

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(get.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
        Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Equal(get.Headers.ETag, head.Headers.ETag);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(Cancel));
    }

    [Theory]
    [InlineData(0L, 99L)]
    [InlineData(1_000L, null)]
    [InlineData(null, 500L)]
    public async Task A_range_is_that_part(long? from, long? to)
    {
        var url = await UrlAsync();
        var whole = await _client.GetByteArrayAsync(url, Cancel);
        using var response = await RangeAsync(url, from, to);

        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        var expected = from is null ? whole[^(int)to!..] : whole[(int)from..(int)((to ?? (whole.Length - 1)) + 1)];
        Assert.Equal(expected, await response.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal(whole.Length, response.Content.Headers.ContentRange!.Length);
    }

    [Fact]
    public async Task A_range_behind_the_end_is_416()
    {
        using var response = await RangeAsync(await UrlAsync(), 1_000_000, null);
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, response.StatusCode);
    }

    [Fact]
    public async Task Who_has_the_image_gets_304()
    {
        var url = await UrlAsync();
        using var first = await _client.GetAsync(url, Cancel);
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var response = await _client.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.NotModified, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Cancel));
    }

    [Fact]
    public async Task An_unknown_image_is_404_and_not_kept()
    {
        using var response = await _client.GetAsync($"/images/{new string('0', 64)}", Cancel);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Null(response.Headers.CacheControl);
    }

    public static TheoryData<string> Malformed =>
    [
        "abc",
        "..",
        "../../etc/passwd",
        "..\\..\\windows\\win.ini",
        "/etc/passwd",
        new string('A', 64),
        new string('g', 64),
        new string('0', 63),
        new string('0', 65),
        "../" + new string('0', 61),
        new string('0', 63) + "\0",
        "٠" + new string('0', 63), // a digit that isn't an ASCII one
    ];

    [Theory, MemberData(nameof(Malformed))]
    public async Task Whatever_is_no_hash_is_400_and_does_not_reach_the_store(string hash)
    {
        var error = await Assert.ThrowsAsync<BadHttpRequestException>(
            () => ProductImage.GetImage(hash, new NoStore(), new DefaultHttpContext().Response, Cancel));
        Assert.Equal(StatusCodes.Status400BadRequest, error.StatusCode);
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("..%2F..%2Fetc%2Fpasswd")]
    [InlineData("%2Fetc%2Fpasswd")]
    [InlineData("..%5C..%5Cwindows%5Cwin.ini")]
    [InlineData("%2E%2E%2F9f")]
    public async Task A_malformed_hash_is_a_problem_that_says_what_a_hash_is(string path)
    {
        using var response = await _client.GetAsync($"/images/{path}", Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("64 lowercase", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    private async Task<string> UrlAsync() =>
        (await _client.GetFromJsonAsync<FatPayloadsResult<ProductItem>>("/good/products?size=1", Cancel))!
            .Products[0].ImageUrl;

    private async Task<HttpResponseMessage> RangeAsync(string url, long? from, long? to)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Range = new RangeHeaderValue(from, to);
        return await _client.SendAsync(request, Cancel);
    }
}
