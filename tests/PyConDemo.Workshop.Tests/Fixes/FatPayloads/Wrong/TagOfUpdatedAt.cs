// Refused: etag, stale
// The ETag is made of updated_at, so a price that was changed without it answers 304 for ever.
using Microsoft.Net.Http.Headers;

namespace PyConDemo.Api.AntiPatterns.FatPayloads;

public static class FatPayloadsYours
{
    /// <summary>Products for a list. A 304 takes one small query.</summary>
    [CompressedAnswer]
    public static async Task<IResult> GetProducts(
        DemoDb db,
        HttpContext http,
        CancellationToken cancellationToken,
        [Range(1, ProductPage.MaxSize)] int size = 50)
    {
        var list = db.Products.AsNoTracking().OrderBy(product => product.Id).Take(size);
        var state = await list
            .GroupBy(_ => 1)
            .Select(all => new
            {
                Count = all.Count(),
                Last = all.Max(product => product.Id),
                Changed = all.Max(product => product.UpdatedAt),
            })
            .SingleOrDefaultAsync(cancellationToken);

        var name = $"\"{size}-{state?.Count}-{state?.Last}-{state?.Changed.Ticks}\"";
        var tag = new EntityTagHeaderValue(name, isWeak: true);
        var headers = http.Response.GetTypedHeaders();
        headers.ETag = tag;
        http.Response.Headers.CacheControl = "no-cache";
        http.Response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        var known = http.Request.GetTypedHeaders().IfNoneMatch;
        if (known.Any(one => one.Compare(tag, useStrongComparison: false)))
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);

        var products = await list.Select(ProductItem.FromProduct).ToListAsync(cancellationToken);
        return TypedResults.Ok(new FatPayloadsResult<ProductItem>(products));
    }
}
