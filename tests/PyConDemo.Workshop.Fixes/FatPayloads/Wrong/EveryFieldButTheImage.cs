using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PyConDemo.Api.AntiPatterns.FatPayloads;
using PyConDemo.Api.AntiPatterns.FatPayloads.Support;
using PyConDemo.Api.Data;

namespace PyConDemo.Workshop.Fixes.FatPayloads.Wrong;

/// <summary>The image is out, and a dozen fields that nobody sees in a list are still in.</summary>
[Fix("fat-payloads", Refused = "bytes")]
public static class EveryFieldButTheImage
{
    [CompressedAnswer]
    public static async Task<Ok<FatPayloadsResult<FullProduct>>> GetProducts(
        DemoDb db,
        CancellationToken cancellationToken,
        [Range(1, ProductPage.MaxSize)] int size = 50)
    {
        var products = await db.Products.AsNoTracking().OrderBy(product => product.Id).Take(size)
            .Select(product => new FullProduct(
                product.Id, product.Name, product.Brand, product.Price, "/images/" + product.ImageHash, product.Description, product.Specs, product.Supplier,
                product.WarehouseNotes, product.SeoTitle, product.SeoDescription, product.ReturnPolicy))
            .ToListAsync(cancellationToken);

        return TypedResults.Ok(new FatPayloadsResult<FullProduct>(products));
    }

    public sealed record FullProduct(
        int Id, string Name, string Brand, decimal Price, string ImageUrl, string Description, string Specs, string Supplier,
        string WarehouseNotes, string SeoTitle, string SeoDescription, string ReturnPolicy);
}
