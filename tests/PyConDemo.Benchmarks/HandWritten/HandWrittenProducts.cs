using System.IO.Hashing;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using Npgsql;
using PyConDemo.Api.AntiPatterns.FatPayloads;

namespace PyConDemo.Benchmarks.HandWritten;

/// <summary>fat-payloads by hand, uncompressed, because compression is the same middleware for both.</summary>
internal static class HandWrittenProducts
{
    private const string Sql = """
        SELECT p.id, p.name, p.brand, p.price, '/images/' || p.image_hash
        FROM products AS p
        ORDER BY p.id
        LIMIT $1
        """;

    public static async Task<FileContentHttpResult> GetProducts(
        NpgsqlDataSource db, HttpResponse response, CancellationToken cancellationToken, int size = 50)
    {
        await using var connection = await db.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(Sql, connection)
        {
            Parameters = { new NpgsqlParameter<int> { TypedValue = size } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var products = new List<ProductItem>(size);
        while (await reader.ReadAsync(cancellationToken))
        {
            products.Add(new ProductItem(
                reader.GetInt32(0), reader.GetString(1), reader.GetString(2), reader.GetDecimal(3), reader.GetString(4)));
        }

        response.Headers.Vary = HeaderNames.AcceptEncoding;
        response.Headers.CacheControl = "no-cache";
        var body = JsonSerializer.SerializeToUtf8Bytes(new FatPayloadsResult<ProductItem>(products), JsonSerializerOptions.Web);
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(XxHash128.Hash(body))}\"", isWeak: true);
        return TypedResults.Bytes(body, "application/json; charset=utf-8", entityTag: tag);
    }
}
