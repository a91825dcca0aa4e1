// Refused: etag, other-server
// HashCode starts at random in each process, so two servers give the same body different tags.
using Microsoft.Net.Http.Headers;

namespace PyConDemo.Api.AntiPatterns.FatPayloads;

public static class FatPayloadsYours
{
    /// <summary>Products for a list, with a tag of their fields.</summary>
    [CompressedAnswer]
    public static async Task<IResult> GetProducts(
        DemoDb db,
        HttpContext http,
        CancellationToken cancellationToken,
        [Range(1, ProductPage.MaxSize)] int size = 50)
    {
        var products = await db.Products
            .OrderBy(product => product.Id)
            .Take(size)
            .Select(ProductItem.FromProduct)
            .ToListAsync(cancellationToken);

        var (one, two) = (new HashCode(), new HashCode());
        foreach (var product in products)
        {
            one.Add(product);
            two.Add((product.ImageUrl, product.Price, product.Name, product.Brand, product.Id));
        }

        var name = $"\"{one.ToHashCode():x8}{two.ToHashCode():x8}\"";
        var tag = new EntityTagHeaderValue(name, isWeak: true);
        http.Response.GetTypedHeaders().ETag = tag;
        http.Response.Headers.CacheControl = "no-cache";
        http.Response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        var known = http.Request.GetTypedHeaders().IfNoneMatch;
        return known.Any(other => other.Compare(tag, useStrongComparison: false))
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Ok(new FatPayloadsResult<ProductItem>(products));
    }
}
