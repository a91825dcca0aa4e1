// Refused: columns
// It reads each row as JSON, with the image as hex inside, and maps it in memory.
using System.Text.Json;

namespace PyConDemo.Api.AntiPatterns.FatPayloads;

public static class FatPayloadsYours
{
    [CompressedAnswer]
    public static async Task<Ok<FatPayloadsResult<ProductItem>>> GetProducts(
        NpgsqlDataSource source,
        CancellationToken cancellationToken,
        [Range(1, ProductPage.MaxSize)] int size = 50)
    {
        var products = new List<ProductItem>(size);
        await using var command = source.CreateCommand(
            "SELECT to_jsonb(product) FROM products AS product ORDER BY id LIMIT $1");
        command.Parameters.Add(new() { Value = size });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            using var json = JsonDocument.Parse(reader.GetString(0));
            var product = json.RootElement;
            products.Add(new ProductItem(
                product.GetProperty("id").GetInt32(),
                product.GetProperty("name").GetString()!,
                product.GetProperty("brand").GetString()!,
                product.GetProperty("price").GetDecimal(),
                "/images/" + product.GetProperty("image_hash").GetString()));
        }

        return TypedResults.Ok(new FatPayloadsResult<ProductItem>(products));
    }
}
