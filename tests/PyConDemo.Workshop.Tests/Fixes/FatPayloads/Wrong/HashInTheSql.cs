// Refused: columns, rows
// PostgreSQL hashes each image for its URL, so it still reads megabytes of images for each list.
namespace PyConDemo.Api.AntiPatterns.FatPayloads;

public static class FatPayloadsYours
{
    private const string Sql = """
        SELECT id, name, brand, price, '/images/' || encode(sha256(image), 'hex')
        FROM products
        ORDER BY id
        LIMIT $1
        """;

    /// <summary>Products for a list. The URL always fits the image that is there now.</summary>
    [CompressedAnswer, WeakETag]
    public static async Task<Ok<FatPayloadsResult<ProductItem>>> GetProducts(
        NpgsqlDataSource source,
        CancellationToken cancellationToken,
        [Range(1, ProductPage.MaxSize)] int size = 50)
    {
        await using var command = source.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = size });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var products = new List<ProductItem>(size);
        while (await row.ReadAsync(cancellationToken))
        {
            products.Add(new(row.GetInt32(0), row.GetString(1), row.GetString(2), row.GetDecimal(3),
                row.GetString(4)));
        }

        return TypedResults.Ok(new FatPayloadsResult<ProductItem>(products));
    }
}
