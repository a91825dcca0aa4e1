using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PyConDemo.Api.AntiPatterns.FatPayloads;
using PyConDemo.Api.Data;
using PyConDemo.Api.Data.Seeding;
using PyConDemo.Api.Tests.Support;
using PyConDemo.Checklist;
using PyConDemo.Checklist.Reporting;

namespace PyConDemo.Api.Tests.AntiPatterns;

public sealed class FatPayloadsTests(Cluster cluster, SmallApp small) : IClassFixture<SmallApp>
{
    private const string Bad = "/bad/products?size=50";
    private const string Good = "/good/products?size=50";

    private readonly DemoApp _app = small.App;
    private readonly HttpClient _client = small.Client;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(200)]
    public async Task The_fields_that_the_list_shows_are_the_same_in_both_lanes(int size)
    {
        var bad = await _client.GetFromJsonAsync<FatPayloadsResult<Product>>($"/bad/products?size={size}", Cancel);
        var good = await _client.GetFromJsonAsync<FatPayloadsResult<ProductItem>>(
            $"/good/products?size={size}", Cancel);

        Assert.Equal(size, good!.Products.Count);
        Assert.Equal(bad!.Products.Select(ProductItem.FromProduct.Compile()), good.Products);
    }

    [Fact]
    public async Task Behind_each_image_URL_are_the_bytes_that_the_other_lane_sends_as_base64()
    {
        var bad = (await _client.GetFromJsonAsync<JsonElement>(Bad, Cancel)).GetProperty("products").EnumerateArray();
        var good = await _client.GetFromJsonAsync<FatPayloadsResult<ProductItem>>(Good, Cancel);

        foreach (var (fat, lean) in bad.Zip(good!.Products))
        {
            Assert.Equal(
                fat.GetProperty("image").GetString(),
                Convert.ToBase64String(await _client.GetByteArrayAsync(lean.ImageUrl, Cancel)));
        }
    }

    [Fact]
    public async Task Fifty_products_are_400_times_the_bytes_in_Bad_and_four_in_five_of_them_are_base64()
    {
        var bad = await BytesAsync(Bad, "br, gzip");
        var plain = await BytesAsync(Good, "identity");
        var gzip = await BytesAsync(Good, "gzip");
        var br = await BytesAsync(Good, "br");
        var fat = await _client.GetFromJsonAsync<FatPayloadsResult<Product>>(Bad, Cancel);
        var images = fat!.Products.Sum(product => product.Image.Length);

        Assert.InRange(bad, 400 * plain, 4_200_000);
        Assert.InRange(images * 4 / 3, 4 * bad / 5, bad);
        Assert.InRange(plain, 5_000, 10_000);
        Assert.InRange(gzip, 1_000, plain / 2);
        Assert.InRange(br, 1_000, gzip); // br is preferred, so it must not be larger
    }

    [Fact]
    public async Task Both_lanes_send_one_command_and_Good_reads_the_columns_of_the_list_only()
    {
        var bad = await ExamineAsync(Bad);
        Assert.Contains("p.description", _app.Sent.Last.CommandText, StringComparison.Ordinal);
        Assert.Contains("p.image,", _app.Sent.Last.CommandText, StringComparison.Ordinal);

        var good = await ExamineAsync(Good);
        Assert.DoesNotContain("p.description", _app.Sent.Last.CommandText, StringComparison.Ordinal);
        Assert.DoesNotContain("p.image,", _app.Sent.Last.CommandText, StringComparison.Ordinal);
        Assert.Contains("p.image_hash", _app.Sent.Last.CommandText, StringComparison.Ordinal);

        Assert.Equal((1, 50), (bad.Vitals.Commands, bad.Vitals.RowsRead));
        Assert.Equal((1, 50), (good.Vitals.Commands, good.Vitals.RowsRead));
    }

    [Theory]
    [InlineData("br", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("gzip, br", "br")]
    [InlineData("gzip, deflate, br, zstd", "br")] // today's browsers
    [InlineData("br;q=0.5, gzip", "gzip")]
    [InlineData("br;q=0, gzip;q=0.1", "gzip")]
    [InlineData("zstd", null)]
    [InlineData("identity", null)]
    [InlineData(null, null)]
    public async Task The_client_chooses_the_encoding_and_gets_the_same_JSON_under_one_weak_tag(
        string? accept, string? encoding)
    {
        using var plain = await SendAsync(Good);
        using var response = await SendAsync(Good, accept);

        Assert.Equal(encoding is null ? [] : [encoding], response.Content.Headers.ContentEncoding);
        Assert.Equal(await plain.Content.ReadAsStringAsync(Cancel), await DecodeAsync(response));
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(plain.Headers.ETag, response.Headers.ETag);
        Assert.True(response.Headers.ETag!.IsWeak);
        Assert.Equal(["Accept-Encoding"], response.Headers.Vary);
        Assert.True(response.Headers.CacheControl!.NoCache);
    }

    [Theory]
    [InlineData("br", "W/\"{0}\"")]
    [InlineData("gzip", "W/\"{0}\"")]
    [InlineData("identity", "W/\"{0}\"")]
    [InlineData(null, "W/\"{0}\"")]
    [InlineData("br", "\"{0}\"")] // a weak comparison ignores the W/
    [InlineData("br", "\"other\", W/\"{0}\"")]
    [InlineData("br", "*")]
    public async Task Who_has_the_list_gets_304_in_every_encoding(string? accept, string known)
    {
        using var first = await SendAsync(Good, accept);
        var tag = first.Headers.ETag!.Tag.Trim('"');
        using var response = await SendAsync(Good, accept, known.Replace("{0}", tag, StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.NotModified, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal(first.Headers.ETag, response.Headers.ETag);
        Assert.Equal(["Accept-Encoding"], response.Headers.Vary);
        Assert.True(response.Headers.CacheControl!.NoCache);
        Assert.Empty(response.Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task The_tag_changes_with_what_the_list_shows_and_with_nothing_else()
    {
        await using var app = await DemoApp.StartAsync(cluster, DemoScale.Small);
        using var client = app.CreateClient();
        var tag = (await client.GetAsync(Good, Cancel)).Headers.ETag!;
        client.DefaultRequestHeaders.IfNoneMatch.Add(tag);

        await ExecuteAsync("UPDATE products SET warehouse_notes = 'Moved.' WHERE id = 7");
        Assert.Equal(HttpStatusCode.NotModified, (await client.GetAsync(Good, Cancel)).StatusCode);

        await ExecuteAsync("UPDATE products SET price = price + 1 WHERE id = 7");
        var changed = await client.GetAsync(Good, Cancel);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.NotEqual(tag, changed.Headers.ETag);

        async Task ExecuteAsync(string sql)
        {
            await using var db = Npgsql.NpgsqlDataSource.Create(app.ConnectionString);
            await using var command = db.CreateCommand(sql);
            Assert.Equal(1, await command.ExecuteNonQueryAsync(Cancel));
        }
    }

    [Theory]
    [InlineData("/bad/products?size=1")]
    [InlineData("/good/products?size=1")] // a larger body is compressed, but this one fits one packet
    [InlineData("/good/orders?size=50")]
    [InlineData("/demo/patterns")]
    public async Task No_other_route_and_no_small_body_is_compressed(string path)
    {
        using var response = await SendAsync(path, "br, gzip");
        Assert.Empty(response.Content.Headers.ContentEncoding);
        Assert.StartsWith(
            "{", (await response.Content.ReadAsStringAsync(Cancel)).TrimStart('['), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_has_nothing_for_caches()
    {
        using var response = await SendAsync(Bad, "br");
        Assert.Null(response.Headers.ETag);
        Assert.Null(response.Headers.CacheControl);
        Assert.Empty(response.Headers.Vary);
    }

    [Theory]
    [InlineData("/bad/products?size=0", "size")]
    [InlineData("/bad/products?size=201", "size")]
    [InlineData("/bad/products?size=x", "size")]
    [InlineData("/good/products?size=0", "size")]
    [InlineData("/good/products?size=201", "size")]
    [InlineData("/good/products?size=-1", "size")]
    [InlineData("/good/products?size=99999999999", "size")]
    public async Task Bad_input_gets_400_that_says_what_is_wrong(string path, string word)
    {
        using var response = await SendAsync(path, "br");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains(word, await response.Content.ReadAsStringAsync(Cancel), StringComparison.OrdinalIgnoreCase);
    }

    private async Task<MeasuredRequest> ExamineAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Checklist", "on");
        using var response = await _client.SendAsync(request, Cancel);
        var id = response.Headers.GetValues("Checklist-Request").Single();
        return (await _app.Services.GetRequiredService<IServerHealthChecklist>().FindAsync(id))!;
    }

    private async Task<int> BytesAsync(string path, string accept)
    {
        using var response = await SendAsync(path, accept);
        return (await response.Content.ReadAsByteArrayAsync(Cancel)).Length;
    }

    private async Task<HttpResponseMessage> SendAsync(string path, string? accept = null, string? known = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (accept is not null) request.Headers.AcceptEncoding.ParseAdd(accept);

        if (known is not null) request.Headers.TryAddWithoutValidation("If-None-Match", known);

        return await _client.SendAsync(request, Cancel);
    }

    private static async Task<string> DecodeAsync(HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsStreamAsync(Cancel);
        using var text = new StreamReader(response.Content.Headers.ContentEncoding.SingleOrDefault() switch
        {
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            "gzip" => new GZipStream(body, CompressionMode.Decompress),
            _ => body,
        });
        return await text.ReadToEndAsync(Cancel);
    }
}
