using Dapper;
using Grpc.Core;
using PyConDemo.Checklist.Tests.Support;

namespace PyConDemo.Checklist.Tests.Catalogue.Apps;

/// <summary>A gRPC service that asks the database for each row or message.</summary>
internal sealed class OrdersService(TestDatabase db) : Orders.OrdersBase
{
    public override async Task<OrderReply> Find(OrderRequest request, ServerCallContext context)
    {
        var reply = new OrderReply();
        for (var id = 1; id <= request.Id; id++) reply = await ReadAsync(id);
        return reply;
    }

    public override async Task FindAll(
        OrderRequest request, IServerStreamWriter<OrderReply> responseStream, ServerCallContext context)
    {
        for (var id = 1; id <= request.Id; id++)
            await responseStream.WriteAsync(await ReadAsync(id), context.CancellationToken);
    }

    public override async Task<OrderReply> Add(
        IAsyncStreamReader<OrderRequest> requestStream, ServerCallContext context)
    {
        var reply = new OrderReply();
        while (await requestStream.MoveNext(context.CancellationToken)) reply = await ReadAsync(requestStream.Current.Id);
        return reply;
    }

    public override async Task Talk(
        IAsyncStreamReader<OrderRequest> requestStream, IServerStreamWriter<OrderReply> responseStream,
        ServerCallContext context)
    {
        while (await requestStream.MoveNext(context.CancellationToken))
            await responseStream.WriteAsync(await ReadAsync(requestStream.Current.Id), context.CancellationToken);
    }

    private async Task<OrderReply> ReadAsync(int id)
    {
        await using var connection = await db.Source.OpenConnectionAsync();
        return await connection.QuerySingleAsync<OrderReply>("SELECT id, status FROM orders WHERE id = @id", new { id });
    }
}
