using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PyConDemo.Api.AntiPatterns.FatPayloads;
using PyConDemo.Api.AntiPatterns.FatPayloads.Support;
using PyConDemo.Api.Data;

namespace PyConDemo.Workshop.Fixes.FatPayloads.Wrong;

/// <summary>An address that nobody serves.</summary>
[Fix("fat-payloads", Refused = "image")]
public static class AddressOfNothing
{
    [CompressedAnswer]
    public static async Task<Ok<FatPayloadsResult<ProductItem>>> GetProducts(
        DemoDb db,
        CancellationToken cancellationToken,
        [Range(1, ProductPage.MaxSize)] int size = 50)
    {
        var products = await db.Products.AsNoTracking().OrderBy(product => product.Id).Take(size)
            .Select(product => new ProductItem(product.Id, product.Name, product.Brand, product.Price, "/images/" + product.Id + ".jpg"))
            .ToListAsync(cancellationToken);

        return TypedResults.Ok(new FatPayloadsResult<ProductItem>(products));
    }
}
