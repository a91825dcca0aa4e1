using System.Linq.Expressions;
using PyConDemo.Api.Data;

namespace PyConDemo.Api.AntiPatterns.OffsetPagination;

/// <summary>What the list shows of an order. Amounts are in naira (NGN).</summary>
public sealed record OrderItem(long Id, DateTime CreatedAt, int UserId, string Status, decimal Amount, int ItemCount)
{
    /// <summary>Read by both lanes, so that they select the same columns.</summary>
    public static readonly Expression<Func<Order, OrderItem>> FromOrder =
        order => new OrderItem(order.Id, order.CreatedAt, order.UserId, order.Status, order.Amount, order.ItemCount);
}
