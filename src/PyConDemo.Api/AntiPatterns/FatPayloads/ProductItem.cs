using System.Linq.Expressions;
using PyConDemo.Api.Data;

namespace PyConDemo.Api.AntiPatterns.FatPayloads;

/// <summary>What the list shows of a product. The price is in naira (NGN).</summary>
/// <param name="Id">Leads to the product's own page.</param>
/// <param name="Name">As the shop shows it.</param>
/// <param name="Brand">Who makes it.</param>
/// <param name="Price">In NGN.</param>
/// <param name="ImageUrl">Named by the image's content: another image has another address, so this one may be kept for ever.</param>
public sealed record ProductItem(int Id, string Name, string Brand, decimal Price, string ImageUrl)
{
    /// <summary>PostgreSQL reads and sends these five columns and no others.</summary>
    public static readonly Expression<Func<Product, ProductItem>> FromProduct =
        product => new ProductItem(product.Id, product.Name, product.Brand, product.Price, "/images/" + product.ImageHash);
}
