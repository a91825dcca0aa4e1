// Right
// It selects the five columns in SQL.

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
        await using var command = source.CreateCommand("""
            SELECT id, name, brand, price, '/images/' || image_hash
            FROM products
            ORDER BY id
            LIMIT $1
            """);
        command.Parameters.Add(new() { Value = size });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            products.Add(new ProductItem(
                reader.GetInt32(0),
                reader.GetString(1),
                reader.GetString(2),
                reader.GetDecimal(3),
                reader.GetString(4)));
        }

        return TypedResults.Ok(new FatPayloadsResult<ProductItem>(products));
    }
}
