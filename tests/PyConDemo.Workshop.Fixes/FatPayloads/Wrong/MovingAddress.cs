using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PyConDemo.Api.AntiPatterns.FatPayloads;
using PyConDemo.Api.AntiPatterns.FatPayloads.Support;
using PyConDemo.Api.Data;

namespace PyConDemo.Workshop.Fixes.FatPayloads.Wrong;

/// <summary>An address that is new each time, as signed ones are: no cache finds it again.</summary>
[Fix("fat-payloads", Refused = "image-moves")]
public static class MovingAddress
{
    [CompressedAnswer]
    public static async Task<Ok<FatPayloadsResult<ProductItem>>> GetProducts(
        DemoDb db,
        CancellationToken cancellationToken,
        [Range(1, ProductPage.MaxSize)] int size = 50)
    {
        var products = await db.Products.AsNoTracking().OrderBy(product => product.Id).Take(size).Select(ProductItem.FromProduct).ToListAsync(cancellationToken);

        return TypedResults.Ok(new FatPayloadsResult<ProductItem>([.. products.Select(product => product with { ImageUrl = $"{product.ImageUrl}?signed={Guid.NewGuid():N}" })]));
    }
}
