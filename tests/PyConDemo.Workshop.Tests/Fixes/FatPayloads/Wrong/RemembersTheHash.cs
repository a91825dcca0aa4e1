// Refused: image-moves, image, stale
// It remembers each product's image URL for ever, so a new image keeps the address of the old one.
using System.Collections.Concurrent;

namespace PyConDemo.Api.AntiPatterns.FatPayloads;

public static class FatPayloadsYours
{
    private static readonly ConcurrentDictionary<int, string> Urls = [];

    /// <summary>Products for a list. The long image URLs are read once.</summary>
    [CompressedAnswer, WeakETag]
    public static async Task<Ok<FatPayloadsResult<ProductItem>>> GetProducts(
        DemoDb db,
        CancellationToken cancellationToken,
        [Range(1, ProductPage.MaxSize)] int size = 50)
    {
        var products = await db.Products
            .OrderBy(product => product.Id)
            .Take(size)
            .Select(product => new { product.Id, product.Name, product.Brand, product.Price })
            .ToListAsync(cancellationToken);

        int[] unknown = [.. products.Select(one => one.Id).Where(id => !Urls.ContainsKey(id))];
        if (unknown.Length > 0)
        {
            var hashes = await db.Products
                .Where(product => unknown.Contains(product.Id))
                .Select(product => new { product.Id, product.ImageHash })
                .ToListAsync(cancellationToken);
            foreach (var one in hashes) Urls[one.Id] = $"/images/{one.ImageHash}";
        }

        return TypedResults.Ok(new FatPayloadsResult<ProductItem>(
            [
                .. products.Select(one => new ProductItem(
                    one.Id, one.Name, one.Brand, one.Price, Urls[one.Id])),
            ]));
    }
}
