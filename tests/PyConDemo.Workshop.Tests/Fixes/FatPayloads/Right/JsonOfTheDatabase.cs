// Right
// PostgreSQL writes the JSON, and the weak ETag is the hash of exactly that text.
using Microsoft.Net.Http.Headers;

namespace PyConDemo.Api.AntiPatterns.FatPayloads;

public static class FatPayloadsYours
{
    private const string Sql = """
        SELECT json_build_object('products', coalesce(json_agg(json_build_object(
            'id', id, 'name', name, 'brand', brand, 'price', price,
            'imageUrl', '/images/' || image_hash) ORDER BY id), '[]'))::text
        FROM (
            SELECT id, name, brand, price, image_hash
            FROM products
            ORDER BY id
            LIMIT $1
        ) page
        """;

    /// <summary>Products for a list, as the database writes them.</summary>
    [CompressedAnswer]
    public static async Task<IResult> GetProducts(
        NpgsqlDataSource source,
        HttpResponse response,
        CancellationToken cancellationToken,
        [Range(1, ProductPage.MaxSize)] int size = 50)
    {
        await using var command = source.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = size });
        var json = (string)(await command.ExecuteScalarAsync(cancellationToken))!;
        var body = Encoding.UTF8.GetBytes(json);

        response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        response.Headers.CacheControl = "no-cache";
        var hash = Convert.ToHexStringLower(SHA256.HashData(body));
        return TypedResults.Bytes(
            body, "application/json; charset=utf-8",
            entityTag: new EntityTagHeaderValue($"\"{hash}\"", isWeak: true));
    }
}
