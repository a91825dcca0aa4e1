using PyConDemo.Api.AntiPatterns.OffsetPagination.Machinery;

namespace PyConDemo.Api.AntiPatterns.OffsetPagination;

/// <summary>The routes of the pair and of your own lane.</summary>
public static class OffsetPaginationEndpoints
{
    public static void MapOffsetPagination(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("").WithTags("offset-pagination");

        routes.MapGet("/bad/orders", OffsetPaginationBad.GetOrders).AddEndpointFilter(LinkHeader.Write);
        routes.MapGet("/good/orders", OffsetPaginationGood.GetOrders).AddEndpointFilter(LinkHeader.Write);
        routes.MapGet("/yours/orders", OffsetPaginationYours.GetOrders).AddEndpointFilter(LinkHeader.Write);

        routes.MapGet("/demo/orders/cursor", CursorOfRow.GetCursor);
    }
}
