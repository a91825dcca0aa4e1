using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using PyConDemo.Checklist.Rules;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Rules;

public sealed class FatPayloadsTests(TestDatabase db) : RuleTests(db, HealthRules.FatPayloads)
{
    private static readonly byte[] Noise =
        [.. Enumerable.Range(0, 59_996).Select(n => (byte)(n * 2_654_435_761L >> 13))];

    private static readonly byte[] Picture = [0x89, .. "PNG"u8, .. Noise];

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
    public async Task Found_for_fat_items_deep_in_GraphQL()
    {
        var nodes = Enumerable.Range(0, 30).Select(id => new { id, description = Words(12_000) });
        var finding = await ExpectFinding(Json(new { data = new { orders = new { nodes } } }));
        Assert.Equal("bytes per item", finding.Unit);
    }

    [Fact]
    public async Task Found_for_fat_items_behind_a_list_of_links()
    {
        var links = Enumerable.Range(0, 5).Select(n => new { rel = n, href = "/next" });
        var items = Enumerable.Range(0, 3).Select(id => new { id, description = Words(12_000) });
        Assert.Equal("bytes per item", (await ExpectFinding(Json(new { links, items }))).Unit);
    }

    [Fact]
    public async Task Found_for_small_pictures_that_add_up()
    {
        var thumbnail = $"data:image/png;base64,{Convert.ToBase64String(Picture.AsSpan(0, 2_250))}";
        var finding = await ExpectFinding(Json(Enumerable.Range(0, 50).Select(id => new { id, thumbnail })));
        Assert.Equal(("characters", 150_000), (finding.Unit, finding.Amount));
        Assert.StartsWith("50 files (PNG) in the JSON", finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Found_for_a_whole_table_however_small_it_is_compressed()
    {
        var finding = await ExpectFinding(Compressed(WholeTable, "br"));
        Assert.Equal(("bytes", WholeTable.Length), (finding.Unit, finding.Amount));
        Assert.Contains($"{WholeTable.Length:N0} bytes of JSON before compression", finding.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("x-gzip")]
    [InlineData("GZIP")]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("deflate", true)]
    [InlineData("gzip, br")]
    [InlineData("identity")]
    public async Task Found_behind_every_encoding(string encoding, bool raw = false)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(new { Picture });
        var finding = await ExpectFinding(new(c =>
        {
            c.Http.Response.Headers.ContentEncoding = encoding;
            return Results.Bytes(Encode(json, encoding, raw), "application/json").ExecuteAsync(c.Http);
        }));
        Assert.Equal("characters", finding.Unit);
    }

    [Fact]
    public async Task Found_in_JSON_of_any_type()
    {
        var json = JsonSerializer.Serialize(new { Picture });
        foreach (var type in new[] { "text/json", "application/problem+json", "application/vnd.api+json; v=1", "" })
        {
            await ExpectFinding(new(async c =>
            {
                if (type.Length > 0) c.Http.Response.ContentType = type;
                await c.Http.Response.WriteAsync(json, c.Cancel);
            }));
        }
        await ExpectFinding(Body("text/plain", json)); // a handler that returns a string
    }

    [Theory]
    [InlineData("Application/JSON; charset=\"utf-8\"")]
    [InlineData("application/json;charset=UTF-8")]
    [InlineData("Application/Vnd.Api+Json; ext=\"https://jsonapi.org/ext/atomic\"")]
    public async Task Found_in_JSON_however_its_type_is_written(string type)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(new { Picture });
        foreach (var bom in new byte[][] { [], [0xEF, 0xBB, 0xBF] })
        {
            await ExpectFinding(new(async c =>
            {
                c.Http.Response.Headers.ContentType = type;
                await c.Http.Response.Body.WriteAsync((byte[])[.. bom, .. json], c.Cancel);
            }));
        }
    }

    [Theory]
    [InlineData("application/x-ndjson")]
    [InlineData("application/jsonl")]
    [InlineData("Application/X-JsonLines; charset=utf-8")]
    public async Task Found_for_fat_lines(string type)
    {
        var line = JsonSerializer.Serialize(new { text = Words(12_000) });
        Assert.Equal("bytes per item", (await ExpectFinding(Body(type, $"{line}\n{line}\n"))).Unit);
    }

    [Fact]
    public async Task Found_for_a_dictionary_of_fat_items()
    {
        var items = Enumerable.Range(0, 12).ToDictionary(n => $"{n}", n => new { id = n, text = Words(12_000) });
        var finding = await ExpectFinding(Json(new { items }));
        Assert.Equal("bytes per item", finding.Unit);
        Assert.StartsWith("Each item of the dictionary takes 12,0", finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public Task Not_seen_for_an_object_of_large_objects_with_different_fields()
    {
        var parts = Enumerable.Range(0, 12)
            .ToDictionary(n => $"part {n}", n => new Dictionary<string, string> { [$"text {n}"] = Words(12_000) });
        return ExpectNotSeen("items of a dictionary", Json(parts) with { AcceptEncoding = "identity" });
    }

    [Fact]
    public async Task Found_in_a_file_that_the_server_sends_by_itself()
    {
        using var file = new TempFile(JsonSerializer.SerializeToUtf8Bytes(new { Picture }));
        await ExpectFinding(new(c => Results.File(file.Path, "application/json").ExecuteAsync(c.Http)));
        await ExpectFinding(new(async c =>
        {
            c.Http.Response.ContentType = "application/json";
            await c.Http.Response.WriteAsync("[0,", c.Cancel);
            await c.Http.Response.SendFileAsync(file.Path, 0, null, c.Cancel);
            await c.Http.Response.WriteAsync("]", c.Cancel);
        }));
        using var text = new TempFile(new byte[100_000]);
        var uncompressed = await ExpectFinding(
            new(c => Results.File(text.Path, "text/css").ExecuteAsync(c.Http)) { AcceptEncoding = "br" });
        Assert.Equal("bytes", uncompressed.Unit);
    }

    [Fact]
    public Task Found_for_large_HTML()
        => ExpectFinding(Body("text/html; charset=utf-8", Words(100_000)) with { AcceptEncoding = "br" });

    [Fact]
    public Task Healthy_for_a_lean_list()
        => ExpectHealthy(
            Json(Enumerable.Range(0, 50).Select(id => new { id, name = Words(100) })) with { AcceptEncoding = "br" });

    [Fact]
    public Task Not_seen_when_the_client_did_not_ask_for_compression()
        => ExpectNotSeen("did not ask for compression", Body("text/csv", Words(100_000)));

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

    [Theory]
    [InlineData("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")] // a ZIP file
    [InlineData("multipart/byteranges; boundary=json")]
    public Task Healthy_for_binary_data_whose_type_has_the_name_of_a_text_format(string type)
        => ExpectHealthy(new(c =>
        {
            c.Http.Response.Headers.ContentType = type;
            return c.Http.Response.Body.WriteAsync((byte[])[.. Noise, .. Noise], c.Cancel).AsTask();
        })
        { AcceptEncoding = "br" });

    [Fact]
    public async Task Not_seen_below_a_thousand_levels()
    {
        await ExpectNotSeen("more than 1,000 levels", Nested(1_001));
        await ExpectFinding(Nested(999)); // of a file, below the 64 levels at which many readers stop

        static RuleCase Nested(int levels) => Body(
            "application/json",
            new string('[', levels) + JsonSerializer.Serialize(Convert.ToBase64String(Picture)) + new string(']', levels));
    }

    [Fact]
    public Task Healthy_for_a_picture()
        => ExpectHealthy(new(c => Results.Bytes(Picture, "image/png").ExecuteAsync(c.Http)) { AcceptEncoding = "br" });

    [Fact]
    public Task Healthy_for_a_long_token()
        => ExpectHealthy(Json(new { token = Convert.ToBase64String(Noise[..9_000]) }));

    [Fact]
    public Task Healthy_for_a_map()
    {
        var polygon = new[] { Enumerable.Range(0, 1_000).Select(n => new[] { 7.1 + n, 3.2 - n }) };
        var features = Enumerable.Range(0, 3).Select(id => new { id, geometry = new { coordinates = polygon } });
        return ExpectHealthy(Json(new { type = "FeatureCollection", features }));
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/csv")]
    public Task Healthy_for_a_large_download(string type) => ExpectHealthy(new(c =>
    {
        c.Http.Response.Headers.ContentDisposition = "attachment; filename=orders";
        return Results.Bytes(WholeTable, type).ExecuteAsync(c.Http);
    })
    { AcceptEncoding = "identity" });

    [Fact]
    public Task Healthy_for_a_large_export_as_JSON_lines()
        => ExpectHealthy(Body("application/x-ndjson", string.Concat(Enumerable.Repeat("{\"id\":1}\n", 300_000))) with
        {
            AcceptEncoding = "identity",
        });

    [Fact]
    public Task Healthy_for_a_single_object() => ExpectHealthy(Json(new { id = 1, text = Words(12_000) }));

    [Fact]
    public async Task Healthy_for_a_lean_list_in_a_file_that_the_server_sends()
    {
        using var file = new TempFile(JsonSerializer.SerializeToUtf8Bytes(Enumerable.Range(0, 9_000).ToList()));
        await ExpectHealthy(new(c => Results.File(file.Path, "application/json").ExecuteAsync(c.Http)));
    }

    [Fact]
    public Task Healthy_for_one_long_article()
        => ExpectHealthy(Json(new { title = "A talk", text = Words(30_000), rule = new string('-', 5_000) }));

    [Fact]
    public Task Healthy_for_a_write_without_an_answer()
        => ExpectHealthy(new(c => Results.NoContent().ExecuteAsync(c.Http)) { Method = "DELETE" });

    [Fact]
    public Task Healthy_for_problem_details() => ExpectHealthy(new(c =>
    {
        c.Http.Response.ContentType = "application/problem+json";
        return c.Http.Response.WriteAsync("{\"status\":404}", c.Cancel);
    }));

    [Theory]
    [InlineData("GET", 204)]
    [InlineData("GET", 200)]
    [InlineData("HEAD", 200)]
    public Task Not_seen_without_a_body(string method, int status) => ExpectNotSeen("No body was sent", new(c =>
    {
        c.Http.Response.StatusCode = status;
        return Task.CompletedTask;
    })
    { Method = method });

    [Fact]
    public async Task Not_seen_if_the_client_has_the_body_already()
    {
        await using var app = await TestApp.Start(
            web => web.MapGet("/fat", () => Results.StatusCode(304)), options => options.Always = true);
        for (var i = 0; i < 6; i++) await app.Client.GetAsync("/fat", TestContext.Current.CancellationToken);
        await TestApp.WaitUntilAsync(() => app.Checklist.Routes.Any(r => r.Requests == 6));
        var result = app.Checklist.Routes.Single().Rules.Single(r => r.Rule == HealthRules.FatPayloads);
        Assert.Equal(HealthState.NotSeen, result.State);
    }

    [Theory]
    [InlineData("text/event-stream")]
    [InlineData("application/grpc")]
    [InlineData("application/grpc-web+proto")]
    public Task Not_seen_in_a_stream(string type) => ExpectNotSeen("stream of messages", Body(type, "data: 1\n\n"));

    [Fact]
    public async Task Not_seen_in_an_encoding_that_cannot_be_read()
    {
        RuleCase Zstd(int bytes) => new(c =>
        {
            c.Http.Response.Headers.ContentEncoding = "zstd";
            return Results.Bytes(new byte[bytes], "application/json").ExecuteAsync(c.Http);
        });
        await ExpectNotSeen("encoding zstd can't be read", Zstd(100));
        var finding = await ExpectFinding(Zstd(1_000_000)); // large even when it is compressed
        Assert.Contains("1,000,000 bytes or more of JSON", finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public Task Not_seen_if_the_encoding_is_wrong() => ExpectNotSeen("is not gzip", new(c =>
    {
        c.Http.Response.Headers.ContentEncoding = "gzip";
        return Results.Bytes(new byte[100], "application/json").ExecuteAsync(c.Http);
    }));

    [Fact]
    public Task Not_seen_in_UTF_16() => ExpectNotSeen("charset", new(c
        => Results.Text($"[\"{Words(9_000)}\"]", "application/json", Encoding.Unicode).ExecuteAsync(c.Http)));

    [Fact]
    public Task Not_seen_if_it_is_not_JSON()
        => ExpectNotSeen("valid JSON", Body("application/json", $")]}}',\n[\"{Words(9_000)}\"]"));

    [Fact]
    public Task Not_seen_for_a_large_text_of_unknown_bytes()
        => ExpectNotSeen("unknown kind of bytes", Json(new { text = Convert.ToBase64String(Noise) }));

    [Fact]
    public Task Not_seen_if_the_beginning_contains_no_list()
    {
        var json = Json(new { text = Words(2_000_000), items = new[] { new { id = 1 } } });
        return ExpectNotSeen("1,048,576 bytes", json with
        {
            Options = options => options.Rules.FatPayloads = new() { BodyBytes = 10_000_000 },
        });
    }

    [Fact]
    public Task Found_in_a_file_that_is_gone_by_now() => ExpectFinding(new(async c =>
    {
        using var file = new TempFile(JsonSerializer.SerializeToUtf8Bytes(new { Picture }));
        await Results.File(file.Path, "application/json").ExecuteAsync(c.Http);
    }));

    private static readonly byte[] WholeTable = JsonSerializer.SerializeToUtf8Bytes(
        Enumerable.Range(0, 100_000).Select(id => new { id, name = $"The name of {id}", price = id * 17 % 1_000 }));

    // From the fourth request on, the rules are skipped for a body that can't be a finding.
    private async Task ExpectNotSeen(string reason, RuleCase @case)
    {
        var result = await EvaluateAsync(@case with { Requests = 6 });
        Assert.Equal(HealthState.NotSeen, result.State);
        Assert.Contains(reason, result.Note, StringComparison.Ordinal);
    }

    private static RuleCase Compressed(byte[] body, string encoding) => new(c =>
    {
        c.Http.Response.Headers.ContentEncoding = encoding;
        return Results.Bytes(Encode(body, encoding, raw: false), "application/json").ExecuteAsync(c.Http);
    });

    private static byte[] Encode(byte[] body, string encodings, bool raw)
    {
        foreach (var encoding in encodings.ToLowerInvariant().Split(", ").Where(e => e != "identity"))
        {
            using var packed = new MemoryStream();
            using (Stream encoder = encoding switch
            {
                "br" => new BrotliStream(packed, CompressionLevel.Fastest),
                "deflate" when raw => new DeflateStream(packed, CompressionLevel.Fastest),
                "deflate" => new ZLibStream(packed, CompressionLevel.Fastest),
                _ => new GZipStream(packed, CompressionLevel.Fastest),
            })
            {
                encoder.Write(body);
            }

            body = packed.ToArray();
        }
        return body;
    }

    private static RuleCase Json(object value) => new(c => Results.Json(value).ExecuteAsync(c.Http));

    private static RuleCase Body(string type, string text)
        => new(c => Results.Text(text, type, Encoding.UTF8).ExecuteAsync(c.Http));

    private static string Words(int length)
        => string.Concat(Enumerable.Repeat("some Words 1 ", length / 13 + 1))[..length];
}
