using PyConDemo.Checklist.Routes;

namespace PyConDemo.Checklist.Tests.Routes;

public sealed class RouteReferenceTests
{
    [Theory]
    [InlineData("/orders/{id}", "/orders/{id:int}")]
    [InlineData("orders/{id:int}/", "/orders/{id}")]
    [InlineData("/Orders/{ID}", "/orders/{id=5}")]
    [InlineData("GET /orders", "/orders")]
    [InlineData("GET orders", "/orders/")]
    [InlineData("/", "/")]
    [InlineData("/Reports/Fine", "/Reports/Fine/{id?}")]
    [InlineData("/Reports/Fine/{id}", "/Reports/Fine/{id?}")]
    [InlineData("{*path}", "/{*path:nonfile}")]
    [InlineData("/shop.Cart/Add", "/shop.Cart/Add")]
    [InlineData("/logs/{n}-{n}", "/logs/{n}-{n}")] // the name of a path, which is no valid pattern
    [InlineData("/p/{code:regex(^\\d{{3}}$)}", "/p/{code}")]
    public void These_are_the_same(string setting, string route)
        => Assert.True(RouteReference.Parse(setting).Matches("GET", RouteName.From(route)));

    [Theory]
    [InlineData("POST /orders", "/orders")]
    [InlineData("/orders", "/orders/{id}")]
    [InlineData("/orders/{id}", "/orders/{name}")]
    [InlineData("/files/{path}", "/files/{*path}")]
    public void These_are_not(string setting, string route)
        => Assert.False(RouteReference.Parse(setting).Matches("GET", RouteName.From(route)));
}
