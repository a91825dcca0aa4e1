// Refused: same-answer, fields
// It reads the price as a 32-bit float: round prices stay right, but 123456.78 loses its kobo.
namespace PyConDemo.Api.AntiPatterns.FatPayloads;

public static class FatPayloadsYours
{
    private const string Sql = """
        SELECT id, name, brand, price::real, image_hash
        FROM products
        ORDER BY id
        LIMIT $1
        """;

    /// <summary>Products for a list. A number of four bytes is enough for a price.</summary>
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
            // Adding 0.00 gives the two decimals of the column.
            var price = decimal.Round((decimal)row.GetFloat(3), 2) + 0.00m;
            products.Add(new(row.GetInt32(0), row.GetString(1), row.GetString(2), price,
                "/images/" + row.GetString(4)));
        }

        return TypedResults.Ok(new FatPayloadsResult<ProductItem>(products));
    }
}
