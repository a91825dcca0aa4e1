using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PyConDemo.Checklist.Rules;

namespace PyConDemo.Checklist.Tests.Catalogue;

/// <summary>Answers of many kinds, fat and slim.</summary>
internal static class PayloadShapes
{
    private static readonly string[] Fat = [HealthRules.FatPayloads];
    private static readonly string Long = new('x', 12_000);

    public static IEnumerable<CatalogueShape> All => Lists().Concat(Files()).Concat(Right()).Concat(Doubtful());

    private static IEnumerable<CatalogueShape> Lists() =>
    [
        Json("a list of fat items", "each item has 12 kB", Items(10), Fat),
        Json("a fat list behind a list of links", "the largest list counts",
            """{"links":[{"rel":"a"},{"rel":"b"},{"rel":"c"}],"items":""" + Items(10) + "}", Fat),
        Json("a GraphQL answer", "the list is three levels deep",
            """{"data":{"orders":{"nodes":""" + Items(10) + "}}}", Fat),
        Json("a list of fat texts", "each text has 12 kB", JsonSerializer.Serialize(Enumerable.Repeat(Long, 10)), Fat),
        Json("a whole table", "one answer has more than a megabyte",
            JsonSerializer.Serialize(Enumerable.Range(1, 40_000).Select(n => new { id = n, name = $"customer {n}" })), Fat),
        Packed("a whole table, compressed", "compression saves the network only", "br", bytes => new BrotliStream(bytes, CompressionLevel.Fastest),
            JsonSerializer.Serialize(Enumerable.Range(1, 40_000).Select(n => new { id = n, name = $"customer {n}" })), Fat),
        Packed("fat items, with gzip", "the body is unpacked", "gzip", bytes => new GZipStream(bytes, CompressionLevel.Fastest), Items(10), Fat),
        Packed("fat items, with deflate", "the body is unpacked", "deflate", bytes => new ZLibStream(bytes, CompressionLevel.Fastest), Items(10), Fat),
        Json("a dictionary of fat items", "each value has 12 kB and the same fields",
            JsonSerializer.Serialize(Enumerable.Range(1, 12).ToDictionary(n => $"{n}", n => new { id = n, text = Long })), Fat),
        Json("a fat list deep in a tree", "it is 100 levels deep", new string('[', 98) + Items(10) + new string(']', 98), Fat),
        new("fat items of an odd type", "case and parameters don't matter")
        {
            Found = Fat,
            Handle = c => c.Send("Application/Vnd.Api+JSON; charset=\"utf-8\"", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Items(10))]),
        },
        new("a text without compression", "the client accepts compression")
        {
            Found = Fat,
            Call = client => client.Get("/a text without compression", "br, gzip"),
            Handle = c => c.Send("text/html", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("<p>text</p>", 10_000)))),
        },
    ];

    private static IEnumerable<CatalogueShape> Files() =>
    [
        Json("a picture as base64", "its bytes are a PNG's", Text(Convert.ToBase64String(Picture())), Fat),
        Json("a picture as base64url", "its bytes are a PNG's",
            Text(Convert.ToBase64String(Picture()).Replace('+', '-').Replace('/', '_').TrimEnd('=')), Fat),
        Json("a picture as base64 with line breaks", "its bytes are a PNG's",
            Text(Convert.ToBase64String(Picture(), Base64FormattingOptions.InsertLineBreaks)), Fat),
        Json("a picture as hex", "its bytes are a PNG's", Text(Convert.ToHexString(Picture())), Fat),
        Json("a bytea as PostgreSQL writes it", "its bytes are a PNG's",
            Text(@"\x" + Convert.ToHexStringLower(Picture())), Fat),
        Json("a picture as a data URL", "its bytes are a PNG's",
            Text("data:image/png;base64," + Convert.ToBase64String(Picture())), Fat),
        Json("a picture as an array of bytes", "its bytes are a PNG's",
            $$"""{"picture":[{{string.Join(",", Picture())}}]}""", Fat),
        Json("a PDF in a list of one", "its bytes are a PDF's",
            $$"""[{"file":"{{Convert.ToBase64String([.. "%PDF-1.7 "u8, .. Picture()])}}"}]""", Fat),
        Json("many small pictures", "together they are large", JsonSerializer.Serialize(
            Enumerable.Range(0, 20).Select(_ => new { icon = "data:image/png;base64," + Convert.ToBase64String(Picture(300)) })), Fat),
    ];

    private static IEnumerable<CatalogueShape> Right() =>
    [
        Json("a list of slim items", "each item has 30 bytes",
            JsonSerializer.Serialize(Enumerable.Range(1, 50).Select(n => new { id = n, name = $"customer {n}" }))),
        Json("one large object", "it is no list", $$"""{"id":1,"article":"{{Long}}"}"""),
        Json("a polygon", "coordinates are the data",
            $$$"""{"type":"FeatureCollection","features":[{{{Polygon()}}},{{{Polygon()}}}]}"""),
        Json("a dictionary of slim items", "each value has 30 bytes",
            JsonSerializer.Serialize(Enumerable.Range(1, 50).ToDictionary(n => $"{n}", n => new { id = n, name = $"customer {n}" }))),
        Json("a dictionary of polygons", "coordinates are the data",
            $"{{{string.Join(",", Enumerable.Range(1, 12).Select(n => $"\"{n}\":{Polygon()}"))}}}") with
        {
            Call = client => client.Get("/a dictionary of polygons", "identity"),
        },
        new("an Excel file", "it is no text")
        {
            Call = client => client.Get("/an Excel file", "br, gzip"),
            Handle = c => c.Send("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", [.. "PK\x03\x04"u8, .. Bytes(200_000)]),
        },
        Json("a signed token", "it decodes to no file",
            Text($"eyJhbGciOiJSUzI1NiJ9.{Convert.ToBase64String(Encoding.UTF8.GetBytes($$"""{"sub":"{{Numbers()}}"}"""))}.c2ln")),
        Json("a SAML token", "it decodes to a token", Text(Convert.ToBase64String(Encoding.UTF8.GetBytes(
            $"<samlp:Response xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\">{Numbers()}</samlp:Response>")))),
        Json("an encrypted cursor", "it decodes to no known kind of file", Text(Convert.ToBase64String(Bytes(6_000)))),
        new("a PDF", "it is a download")
        {
            Handle = c => c.Send("application/pdf", [.. "%PDF-1.7 "u8, .. Bytes(200_000)]),
        },
        new("an export as a download", "its size is its purpose")
        {
            Call = client => client.Get("/an export as a download", "identity"),
            Handle = c =>
            {
                c.Http.Response.Headers.ContentDisposition = "attachment; filename=orders.json";
                return c.Json(Items(200));
            },
        },
        new("problem details", "they are small")
        {
            Method = "POST",
            NotSeen = [.. HealthRules.All.Except(Fat)], // a request that failed did not do its work
            Call = client => client.Post("/problem details"),
            Handle = c =>
            {
                c.Http.Response.StatusCode = StatusCodes.Status400BadRequest;
                return c.Send("application/problem+json", """{"title":"bad"}"""u8.ToArray());
            },
        },
        Packed("slim items, compressed", "the body is unpacked", "br", bytes => new BrotliStream(bytes, CompressionLevel.Fastest),
            JsonSerializer.Serialize(Enumerable.Range(1, 500).Select(n => new { id = n, name = $"customer {n}" })), []),
    ];

    private static IEnumerable<CatalogueShape> Doubtful() =>
    [
        new("an encoding that .NET can't read", "nobody can look into the body")
        {
            NotSeen = Fat,
            Handle = c =>
            {
                c.Http.Response.Headers.ContentEncoding = "zstd";
                return c.Send("application/json", Bytes(20_000));
            },
        },
        new("an answer without a body", "there is nothing to judge")
        {
            NotSeen = Fat,
            Handle = c =>
            {
                c.Http.Response.StatusCode = StatusCodes.Status304NotModified;
                return Task.CompletedTask;
            },
            Call = client => client.Get("/an answer without a body", null, StatusCodes.Status304NotModified),
        },
        new("a text without compression that nobody asked for", "the client does not accept compression")
        {
            NotSeen = Fat,
            Handle = c => c.Send("text/csv", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("1;2;3\n", 20_000)))),
        },
        new("a list in a binary format", "the rule reads JSON")
        {
            NotSeen = Fat,
            Handle = c => c.Send("application/x-msgpack", Bytes(200_000)),
        },
        Json("a large unknown text", "it can be a token or a file", Text(Convert.ToBase64String(Bytes(60_000)))) with { NotSeen = Fat },
        Json("a document of large parts", "their fields differ, so they need not be a list", JsonSerializer.Serialize(
            Enumerable.Range(1, 12).ToDictionary(n => $"part {n}", n => new Dictionary<string, string> { [$"text {n}"] = Long }))) with { NotSeen = Fat },
        Json("JSON of 2,000 levels", "the rule reads 1,000 levels",
            new string('[', 2_000) + $"\"{Long}\"" + new string(']', 2_000)) with { NotSeen = Fat },
        new("JSON that is cut off", "it is not valid")
        {
            NotSeen = Fat,
            Handle = c => c.Json(Items(2)[..^3].Replace(Long, Long[..6_000], StringComparison.Ordinal)),
        },
    ];

    private static CatalogueShape Json(string name, string why, string json, string[]? found = null)
        => new(name, why) { Found = found ?? [], Handle = c => c.Json(json) };

    private static CatalogueShape Packed(
        string name, string why, string encoding, Func<Stream, Stream> pack, string json, string[] found) => new(name, why)
        {
            Found = found,
            Handle = c =>
            {
                using var packed = new MemoryStream();
                using (var stream = pack(packed)) stream.Write(Encoding.UTF8.GetBytes(json));
                c.Http.Response.Headers.ContentEncoding = encoding;
                return c.Send("application/json", packed.ToArray());
            },
        };

    private static string Items(int count)
        => JsonSerializer.Serialize(Enumerable.Range(1, count).Select(n => new { id = n, text = Long }));

    private static string Text(string text) => JsonSerializer.Serialize(new { value = text });

    private static byte[] Picture(int size = 4_000) => [0x89, .. "PNG\r\n\x1A\n\0\0\0\rIHDR"u8, .. Bytes(size)];

    private static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        new Random(7).NextBytes(bytes);
        return bytes;
    }

    private static string Numbers() => string.Concat(Enumerable.Range(0, 2_000));

    private static string Polygon()
    {
        var points = string.Join(",", Enumerable.Range(0, 1_000).Select(n => $"[{n}.1234567,{n}.7654321]"));
        return $$$"""{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[{{{points}}}]]}}""";
    }
}
