using System.Linq.Expressions;

namespace PyConDemo.Api.AntiPatterns.FatPayloads;

/// <summary>Products for a list, in the order of their ids.</summary>
/// <typeparam name="TProduct">The whole entity, or the fields that the list shows.</typeparam>
/// <param name="Products">At most as many as were asked for.</param>
public sealed record FatPayloadsResult<TProduct>(IReadOnlyList<TProduct> Products);

/// <summary>The limit of a list of products, the same in both lanes.</summary>
public static class ProductPage
{
    /// <summary>The most products in one response. The bad lane's body then has 16 MB.</summary>
    public const int MaxSize = 200;
}

/// <summary>The fields of a product that the list shows.</summary>
/// <param name="Price">In naira (NGN).</param>
/// <param name="ImageUrl">It holds the image's hash: another image has another URL, so a cache may keep it.</param>
public sealed record ProductItem(int Id, string Name, string Brand, decimal Price, string ImageUrl)
{
    /// <summary>EF Core makes SQL of it that selects these five columns and no others.</summary>
    public static readonly Expression<Func<Product, ProductItem>> FromProduct =
        product => new(product.Id, product.Name, product.Brand, product.Price, "/images/" + product.ImageHash);
}
