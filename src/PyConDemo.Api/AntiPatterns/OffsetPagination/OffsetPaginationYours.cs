using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PyConDemo.Api.AntiPatterns.OffsetPagination.Machinery;
using PyConDemo.Api.Data;

namespace PyConDemo.Api.AntiPatterns.OffsetPagination;

public static class OffsetPaginationYours
{
    // YOUR TURN: page 10,000 costs ten thousand times page 1. Make each page cost the same.

    private static readonly CompiledQuery<Func<DemoDb, int, int, IAsyncEnumerable<OrderItem>>> Orders = new(() =>
        EF.CompileAsyncQuery((DemoDb db, int offset, int count) => db.Orders
            .OrderByDescending(order => order.CreatedAt).ThenByDescending(order => order.Id)
            .Skip(offset)
            .Take(count)
            .Select(OrderItem.FromOrder)));

    /// <summary>Orders by page number: OFFSET.</summary>
    /// <remarks>Compare page=1 with page=10001: PostgreSQL reads and throws away every row before the page.</remarks>
    public static async Task<Ok<OffsetPaginationResult>> GetOrders(
        DemoDb db,
        CancellationToken cancel,
        [Range(1, OrderPage.MaxNumber)] int page = 1,
        [Range(1, OrderPage.MaxSize)] int size = 50)
    {
        var orders = await Orders.On(db)(db, (page - 1) * size, size + 1) // one more tells whether there is a next page
            .ToListAsync(cancel);

        return TypedResults.Ok(new OffsetPaginationResult(
            orders[..Math.Min(size, orders.Count)],
            Next: orders.Count > size ? $"/yours/orders?page={page + 1}&size={size}" : null,
            Prev: page > 1 ? $"/yours/orders?page={page - 1}&size={size}" : null));
    }
}
