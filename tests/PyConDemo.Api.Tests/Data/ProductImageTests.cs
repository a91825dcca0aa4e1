using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using PyConDemo.Api.Data;
using PyConDemo.Api.Data.Seeding;
using StbImageSharp;

namespace PyConDemo.Api.Tests.Data;

public class ProductImageTests(Cluster cluster)
{
    [Fact]
    public async Task Images_are_real_jpegs_of_40_to_80_KB_and_each_is_its_own()
    {
        await using var database = await cluster.CopyAsync(DemoScale.Small);
        await using var db = new DemoDb(new DbContextOptionsBuilder<DemoDb>().UseNpgsql(database.Source).UseSnakeCaseNamingConvention().Options);
        var products = await db.Products.OrderBy(p => p.Id).Take(24).ToListAsync(TestContext.Current.CancellationToken);

        Assert.Equal(24, products.Count);
        Assert.All(products, product =>
        {
            Assert.InRange(product.Image.Length, 40_000, 80_000);
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(product.Image)), product.ImageHash);
            Assert.Contains($"PyConDemo product {product.Id}", Encoding.Latin1.GetString(product.Image, 20, 40), StringComparison.Ordinal);
            var picture = ImageResult.FromMemory(product.Image, ColorComponents.RedGreenBlue);
            Assert.Equal((640, 640), (picture.Width, picture.Height));
            Assert.True(picture.Data.Distinct().Count() > 100, "a picture, not one colour");
        });
        // The base pictures differ too, not only the comments.
        Assert.Equal(24, products.Select(p => Convert.ToHexString(SHA256.HashData(p.Image.AsSpan(60)))).Distinct().Count());
        Assert.Equal(200, await db.Products.Select(p => p.ImageHash).Distinct().CountAsync(TestContext.Current.CancellationToken));
    }
}
