using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PyConDemo.Api.AntiPatterns.OffsetPagination.Machinery;
using PyConDemo.Api.Data;

namespace PyConDemo.Api.AntiPatterns.OffsetPagination;

public static class OffsetPaginationGood
{
    private static readonly CompiledQuery<Func<DemoDb, DateTime, long, int, IAsyncEnumerable<OrderItem>>> Orders = new(() =>
        EF.CompileAsyncQuery((DemoDb db, DateTime createdAt, long id, int count) => db.Orders
            .OrderByDescending(order => order.CreatedAt).ThenByDescending(order => order.Id)
            // A row value, (created_at, id) < (…, …): the usual "d < @d OR (d = @d AND id < @id)" filters, it does not seek.
            .Where(order => EF.Functions.LessThan(ValueTuple.Create(order.CreatedAt, order.Id), ValueTuple.Create(createdAt, id)))
            .Take(count)
            .Select(OrderItem.FromOrder)));

    /// <summary>Orders after a cursor: keyset.</summary>
    /// <remarks>Follow `next` as deep as you like: the index leads straight to the page, and every page costs the same.</remarks>
    public static async Task<Ok<OffsetPaginationResult>> GetOrders(
        DemoDb db,
        CancellationToken cancel,
        string? after = null,
        [Range(1, OrderPage.MaxSize)] int size = 50)
    {
        var cursor = OrderCursor.Parse(after);
        if (cursor.IsBackward)
        {
            return await GetOrdersBefore(db, cursor, size, cancel);
        }

        var orders = await Orders.On(db)(db, cursor.CreatedAt, cursor.Id, size + 1) // one more tells whether there is a next page
            .ToListAsync(cancel);

        return TypedResults.Ok(new OffsetPaginationResult(
            orders[..Math.Min(size, orders.Count)],
            Next: orders.Count > size ? $"/good/orders?after={OrderCursor.After(orders[size - 1])}&size={size}" : null,
            Prev: after is null ? null : $"/good/orders?after={cursor.BackFrom(orders)}&size={size}"));
    }

    /// <summary>The page before the cursor: the same query, mirrored, and its rows turned round again.</summary>
    private static async Task<Ok<OffsetPaginationResult>> GetOrdersBefore(
        DemoDb db, OrderCursor cursor, int size, CancellationToken cancel)
    {
        var orders = await db.Orders
            .OrderBy(order => order.CreatedAt).ThenBy(order => order.Id)
            .Where(order => EF.Functions.GreaterThan(
                ValueTuple.Create(order.CreatedAt, order.Id), ValueTuple.Create(cursor.CreatedAt, cursor.Id)))
            .Take(size + 1)
            .Select(OrderItem.FromOrder)
            .ToListAsync(cancel);

        var page = orders[..Math.Min(size, orders.Count)];
        page.Reverse();

        return TypedResults.Ok(new OffsetPaginationResult(
            page,
            Next: $"/good/orders?after={cursor.OnFrom(page)}&size={size}",
            Prev: orders.Count > size ? $"/good/orders?after={OrderCursor.Before(page[0])}&size={size}" : null));
    }
}
