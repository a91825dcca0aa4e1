using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PyConDemo.Api.AntiPatterns.FatPayloads;
using PyConDemo.Api.AntiPatterns.FatPayloads.Support;
using PyConDemo.Api.Data;

namespace PyConDemo.Workshop.Fixes.FatPayloads.Right;

/// <summary>A record of its own.</summary>
[Fix("fat-payloads")]
public static class OwnFields
{
    [CompressedAnswer]
    public static async Task<Ok<FatPayloadsResult<Shown>>> GetProducts(
        DemoDb db,
        CancellationToken cancellationToken,
        [Range(1, ProductPage.MaxSize)] int size = 50)
    {
        var products = await db.Products.AsNoTracking().OrderBy(product => product.Id).Take(size)
            .Select(product => new Shown(product.Id, product.Name, product.Brand, product.Price, $"/images/{product.ImageHash}"))
            .ToListAsync(cancellationToken);

        return TypedResults.Ok(new FatPayloadsResult<Shown>(products));
    }

    public sealed record Shown(int Id, string Name, string Brand, decimal Price, string Image);
}
