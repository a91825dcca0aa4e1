using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PyConDemo.Api.AntiPatterns.FatPayloads;
using PyConDemo.Api.Data;

namespace PyConDemo.Workshop.Fixes.FatPayloads.Wrong;

/// <summary>Sends only what the list shows, but does not compress it.</summary>
[Fix("fat-payloads", Refused = "compression")]
public static class Uncompressed
{
    public static async Task<Ok<FatPayloadsResult<ProductItem>>> GetProducts(
        DemoDb db,
        CancellationToken cancellationToken,
        [Range(1, ProductPage.MaxSize)] int size = 50)
    {
        var products = await db.Products.AsNoTracking().OrderBy(product => product.Id).Take(size)
            .Select(ProductItem.FromProduct)
            .ToListAsync(cancellationToken);

        return TypedResults.Ok(new FatPayloadsResult<ProductItem>(products));
    }
}
