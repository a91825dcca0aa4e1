using PyConDemo.Checklist.Reporting;
using PyConDemo.Checklist.Rules;

namespace PyConDemo.Checklist.Tests.Reporting;

/// <summary>An observation belongs to a route when it is a habit, and stays until it was absent for long.</summary>
public sealed class RouteObservationsTests
{
    private const int Needed = 3;
    private readonly RouteObservations _route = new();

    [Fact]
    public void Three_of_the_latest_twenty_requests_make_a_habit()
    {
        Assert.Empty(See(Of("a", 1)));
        for (var i = 0; i < 9; i++) See();
        Assert.Empty(See(Of("a", 5)));
        for (var i = 0; i < 8; i++) See();
        Assert.Empty(_route.Habits);
        Assert.Equal(5, Assert.Single(See(Of("a", 2))).Amount);
        Assert.Equal(5, Assert.Single(_route.Habits).Amount);
        Assert.Empty(See(Of("a", 7))); // it is known
        Assert.Equal(7, Assert.Single(_route.Habits).Amount);
    }

    [Fact]
    public void Three_of_the_latest_twenty_one_requests_make_none()
    {
        See(Of("a", 1));
        for (var i = 0; i < 9; i++) See();
        See(Of("a", 1));
        for (var i = 0; i < 9; i++) See();
        Assert.Empty(See(Of("a", 1)));
        Assert.Empty(_route.Habits);
    }

    [Fact]
    public void Each_kind_counts_by_itself()
    {
        See(Of("a", 1));
        See(Of("b", 1), Of("a", 1));
        See(Of("b", 1), Of("a", 1));
        Assert.Equal(["a"], _route.Habits.Select(o => o.Kind));
        See(Of("b", 1));
        Assert.Equal(["a", "b"], _route.Habits.Select(o => o.Kind));
    }

    [Fact]
    public void It_goes_after_100_requests_without_it_and_comes_back_as_new()
    {
        for (var i = 0; i < 3; i++) See(Of("a", 9));
        for (var i = 0; i < 99; i++) See();
        Assert.Single(_route.Habits);
        See();
        Assert.Empty(_route.Habits);
        for (var i = 0; i < 2; i++) Assert.Empty(See(Of("a", 1)));
        Assert.Equal(1, Assert.Single(See(Of("a", 1))).Amount);
    }

    private IReadOnlyList<Observation> See(params Observation[] seen) => _route.Add(seen, Needed);

    private static Observation Of(string kind, double amount)
        => new() { Kind = kind, What = "", Amount = amount, Unit = "rows", Fix = "" };
}
