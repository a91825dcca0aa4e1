// Right
// Five columns in hand-written SQL over the data source; the attributes do the rest.
using System.Runtime.CompilerServices;

namespace PyConDemo.Api.AntiPatterns.FatPayloads;

public static class FatPayloadsYours
{
    /// <summary>Products for a list, read without EF Core.</summary>
    [CompressedAnswer, WeakETag]
    public static async Task<Ok<FatPayloadsResult<ProductItem>>> GetProducts(
        NpgsqlDataSource source,
        CancellationToken cancellationToken,
        [Range(1, ProductPage.MaxSize)] int size = 50)
    {
        var products = await ReadAsync(source, size, cancellationToken)
            .ToArrayAsync(cancellationToken);
        return TypedResults.Ok(new FatPayloadsResult<ProductItem>(products));
    }

    private static async IAsyncEnumerable<ProductItem> ReadAsync(
        NpgsqlDataSource source,
        int size,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            "SELECT id, name, brand, price, image_hash FROM products ORDER BY id LIMIT $1");
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = size });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            yield return new(row.GetInt32(0), row.GetString(1), row.GetString(2), row.GetDecimal(3),
                $"/images/{row.GetString(4)}");
        }
    }
}
