using PyConDemo.Checklist.Reporting;
using PyConDemo.Checklist.Rules;

namespace PyConDemo.Checklist.Tests.Reporting;

/// <summary>A proven finding stays until its rule was healthy for long.</summary>
public sealed class RouteRuleTests
{
    private const string Slug = HealthRules.RowLocking;
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;
    private static readonly RuleResult Healthy = new(Slug, HealthState.Healthy);
    private static readonly RuleResult NotSeen = new(Slug, HealthState.NotSeen, Note: "no plan");
    private readonly RouteRule _rule = new(Slug);

    [Fact]
    public void A_finding_stays_for_99_healthy_requests_and_goes_with_the_100th()
    {
        Assert.NotNull(Add(Broken(5)));
        for (var i = 0; i < 99; i++) Assert.Null(Add(Healthy));
        Assert.Equal(HealthState.Unhealthy, _rule.Result.State);
        Add(Healthy);
        Assert.Equal(Healthy, _rule.Result); // without a finding and its history
    }

    [Fact]
    public void A_finding_in_between_starts_the_count_again()
    {
        Add(Broken(5));
        for (var i = 0; i < 99; i++) Add(Healthy);
        Assert.Null(Add(Broken(4))); // it is known
        for (var i = 0; i < 99; i++) Add(Healthy);
        Assert.Equal((HealthState.Unhealthy, 2), (_rule.Result.State, _rule.Result.History!.Requests));
    }

    [Fact]
    public void A_finding_that_comes_back_is_new()
    {
        Add(Broken(5));
        for (var i = 0; i < 100; i++) Add(Healthy);
        Assert.Equal(3, Add(Broken(3), minute: 7)!.Amount);
        Assert.Equal(new(Start.AddMinutes(7), Start.AddMinutes(7), 1), _rule.Result.History);
    }

    [Fact]
    public void What_was_not_seen_changes_nothing()
    {
        Add(Healthy);
        Add(NotSeen);
        Assert.Equal(HealthState.Healthy, _rule.Result.State);
        Add(Broken(5));
        for (var i = 0; i < 200; i++) Add(NotSeen);
        Assert.Equal(HealthState.Unhealthy, _rule.Result.State);
    }

    [Fact]
    public void The_latest_reason_is_shown_while_nothing_is_known()
    {
        Add(NotSeen with { Note = "first" });
        Add(NotSeen);
        Assert.Equal("no plan", _rule.Result.Note);
    }

    [Theory]
    [InlineData(1, 2, 3)]
    [InlineData(3, 1, 2)]
    [InlineData(2, 3, 1)]
    public void The_order_in_which_requests_finish_does_not_matter(params int[] minutes)
    {
        foreach (var minute in minutes) Add(Broken(minute * 10), minute);
        Assert.Equal(30, _rule.Result.Finding!.Amount);
        Assert.Equal(new(Start.AddMinutes(1), Start.AddMinutes(3), 3), _rule.Result.History);
    }

    [Fact]
    public void Amounts_of_other_units_are_not_worse()
    {
        Add(Broken(5));
        Add(Broken(900, "ms"));
        Assert.Equal("rows", _rule.Result.Finding!.Unit);
    }

    private Finding? Add(RuleResult result, int minute = 0) => _rule.Add(result, Start.AddMinutes(minute));

    private static RuleResult Broken(double amount, string unit = "rows") => new(Slug, HealthState.Unhealthy, new()
    {
        Rule = Slug,
        What = "",
        Amount = amount,
        Unit = unit,
        Why = "",
        Fix = "",
    });
}
