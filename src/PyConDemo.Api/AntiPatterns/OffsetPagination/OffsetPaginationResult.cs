using System.Linq.Expressions;

namespace PyConDemo.Api.AntiPatterns.OffsetPagination;

/// <summary>One page of orders, newest first.</summary>
/// <param name="Orders">At most as many as were asked for.</param>
/// <param name="Next">The path of the next page. Null on the last one.</param>
/// <param name="Prev">The path of the previous page. Null on the first one.</param>
public sealed record OffsetPaginationResult(IReadOnlyList<OrderItem> Orders, string? Next, string? Prev);

/// <summary>The limits of a page of orders, the same in all lanes.</summary>
public static class OrderPage
{
    /// <summary>The most orders per page. More would be a fat payload, which is another anti-pattern.</summary>
    public const int MaxSize = 200;

    /// <summary>The highest page number. Times <see cref="MaxSize"/> it still fits the 32 bits of Skip.</summary>
    public const int MaxNumber = 10_000_000;
}

/// <summary>The fields of an order that the list shows. The amount is in naira (NGN).</summary>
public sealed record OrderItem(long Id, DateTime CreatedAt, int UserId, string Status, decimal Amount, int ItemCount)
{
    /// <summary>All lanes use it, so they select the same columns.</summary>
    public static readonly Expression<Func<Order, OrderItem>> FromOrder =
        order => new OrderItem(order.Id, order.CreatedAt, order.UserId, order.Status, order.Amount, order.ItemCount);
}
