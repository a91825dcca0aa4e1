using PyConDemo.Api.AntiPatterns.OffsetPagination.Support;

namespace PyConDemo.Api.AntiPatterns.OffsetPagination;

/// <summary>The routes of offset-pagination.</summary>
public static class OffsetPaginationEndpoints
{
    public static void MapOffsetPagination(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("").WithTags("offset-pagination");
        var lanes = routes.MapGroup("").AddEndpointFilter(LinkHeader.Write);

        lanes.MapGet("/bad/orders", OffsetPaginationBad.GetOrders);
        lanes.MapGet("/good/orders", OffsetPaginationGood.GetOrders);
        lanes.MapGet("/good/orders/before", OffsetPaginationBefore.GetOrders);
        lanes.MapGet("/yours/orders", OffsetPaginationYours.GetOrders);

        routes.MapGet("/demo/orders/cursor", CursorEndpoint.GetCursor);
    }
}
