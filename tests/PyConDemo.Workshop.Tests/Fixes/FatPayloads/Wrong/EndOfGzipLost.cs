// Refused: compression
// It keeps the packed list, but reads it before the end of the compression is in it.
using System.Collections.Concurrent;
using System.Data;
using System.IO.Compression;
using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace PyConDemo.Api.AntiPatterns.FatPayloads;

public static class FatPayloadsYours
{
    private const string VersionSql = """
        SELECT coalesce(string_agg(id || ':' || xmin, ',' ORDER BY id), '')
        FROM (SELECT id, xmin::text AS xmin FROM products ORDER BY id LIMIT $1) page
        """;

    private const string Sql =
        "SELECT id, name, brand, price, image_hash FROM products ORDER BY id LIMIT $1";

    // At most one entry for each size, so at most 200.
    private static readonly ConcurrentDictionary<int, Answer> Kept = [];

    /// <summary>Products for a list, read and packed again only when a row has changed.</summary>
    public static async Task<IResult> GetProducts(
        NpgsqlDataSource source,
        HttpContext http,
        CancellationToken cancellationToken,
        [Range(1, ProductPage.MaxSize)] int size = 50)
    {
        var answer = await ReadAsync(source, size, cancellationToken);

        var encoding = Choose(http.Request, answer);
        var headers = http.Response.Headers;
        headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        headers.CacheControl = "no-cache";
        if (encoding is not null) headers.ContentEncoding = encoding;
        var body = encoding switch { "br" => answer.Br, "gzip" => answer.Gzip, _ => answer.Plain };
        return TypedResults.Bytes(body, "application/json; charset=utf-8", entityTag: answer.Tag);
    }

    private static async Task<Answer> ReadAsync(
        NpgsqlDataSource source, int size, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var snapshot = await connection.BeginTransactionAsync(
            IsolationLevel.RepeatableRead, cancellationToken);
        await using var ask = new NpgsqlCommand(VersionSql, connection, snapshot);
        ask.Parameters.Add(new NpgsqlParameter<int> { TypedValue = size });
        var version = (string)(await ask.ExecuteScalarAsync(cancellationToken))!;
        if (Kept.TryGetValue(size, out var kept) && kept.Version == version) return kept;

        var products = new List<ProductItem>(size);
        await using var command = new NpgsqlCommand(Sql, connection, snapshot);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = size });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            products.Add(new(row.GetInt32(0), row.GetString(1), row.GetString(2), row.GetDecimal(3),
                "/images/" + row.GetString(4)));
        }

        var plain = JsonSerializer.SerializeToUtf8Bytes(
            new FatPayloadsResult<ProductItem>(products), JsonSerializerOptions.Web);
        var hash = Convert.ToHexStringLower(SHA256.HashData(plain));
        return Kept[size] = new(
            version, new($"\"{hash}\"", isWeak: true), plain,
            Pack(plain, small => new BrotliStream(small, CompressionLevel.Optimal)),
            Pack(plain, small => new GZipStream(small, CompressionLevel.Optimal)));
    }

    private static string? Choose(HttpRequest request, Answer answer)
    {
        if (answer.Plain.Length < CompressionThreshold.MinBytes) return null;

        var accepted = request.GetTypedHeaders().AcceptEncoding
            .Where(one => one.Quality is null or > 0)
            .Select(one => one.Value.ToString())
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        return accepted.Contains("br") ? "br" : accepted.Contains("gzip") ? "gzip" : null;
    }

    private static byte[] Pack(byte[] plain, Func<Stream, Stream> open)
    {
        using var small = new MemoryStream();
        using var pack = open(small);
        pack.Write(plain);
        return small.ToArray();
    }

    private sealed record Answer(
        string Version, EntityTagHeaderValue Tag, byte[] Plain, byte[] Br, byte[] Gzip);
}
