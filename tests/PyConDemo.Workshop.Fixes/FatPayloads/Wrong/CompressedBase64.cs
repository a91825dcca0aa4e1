using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PyConDemo.Api.AntiPatterns.FatPayloads;
using PyConDemo.Api.AntiPatterns.FatPayloads.Support;
using PyConDemo.Api.Data;

namespace PyConDemo.Workshop.Fixes.FatPayloads.Wrong;

/// <summary>The same answer, compressed: a JPEG doesn't get smaller twice.</summary>
[Fix("fat-payloads", Refused = "base64")]
public static class CompressedBase64
{
    [CompressedAnswer]
    public static async Task<Ok<FatPayloadsResult<Product>>> GetProducts(
        DemoDb db,
        CancellationToken cancellationToken,
        [Range(1, ProductPage.MaxSize)] int size = 50)
    {
        var products = await db.Products.AsNoTracking().OrderBy(product => product.Id).Take(size).ToListAsync(cancellationToken);

        return TypedResults.Ok(new FatPayloadsResult<Product>(products));
    }
}
