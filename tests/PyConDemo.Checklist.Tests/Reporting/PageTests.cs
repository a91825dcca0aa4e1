using System.Net;
using System.Text.RegularExpressions;
using PyConDemo.Checklist.Page;
using PyConDemo.Checklist.Reporting;
using PyConDemo.Checklist.Rules;

namespace PyConDemo.Checklist.Tests.Reporting;

/// <summary>The page tells everything without a mouse and without a script.</summary>
public sealed partial class PageTests
{
    private const string Early = "Seen: 1 of 5 requests. Send <more> requests.";

    [Fact]
    public void The_reason_of_what_was_not_seen_is_there_once_with_its_routes()
    {
        var page = ChecklistPage.Render(
            [
                Route("/orders", Unseen(HealthRules.LongRequests, Early)),
                Route("/posts", Unseen(HealthRules.LongRequests, Early), Unseen(HealthRules.FatPayloads, "No body.")),
                Route("/authors", Unseen(HealthRules.HotAggregations, Early)),
            ],
            "/checklist");
        Assert.Equal(
            [
                $"long-requests {Early} GET /orders GET /posts",
                $"hot-aggregations {Early} GET /authors",
                "fat-payloads No body. GET /posts",
            ],
            UnseenCard().Matches(page).Select(m => Plain(m.Value)));
        Assert.DoesNotContain("title=\"Seen", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_link_on_the_page_has_a_target()
    {
        var page = ChecklistPage.Render(
            [Route("/orders/{id}", Unseen(HealthRules.LongRequests, Early), Broken(HealthRules.NPlusOne))], "/checklist");
        var links = Link().Matches(page)
            .Select(m => WebUtility.HtmlDecode(Uri.UnescapeDataString(m.Groups[1].Value))).ToList();
        Assert.Equal(2, links.Count);
        Assert.All(
            links, id => Assert.Contains($"id=\"{WebUtility.HtmlEncode(id)}\"", page, StringComparison.Ordinal));
    }

    [Fact]
    public void A_page_on_which_everything_was_seen_has_no_such_part()
        => Assert.DoesNotContain(
            "<h2>Not seen", ChecklistPage.Render([Route("/orders")], "/checklist"), StringComparison.Ordinal);

    [GeneratedRegex("<article class=\"unseen\".*?</article>", RegexOptions.Singleline)]
    private static partial Regex UnseenCard();

    [GeneratedRegex("href=\"#([^\"]+)\"")]
    private static partial Regex Link();

    [GeneratedRegex("(<[^>]+>)+")]
    private static partial Regex Tags();

    private static string Plain(string html) => WebUtility.HtmlDecode(Tags().Replace(html, " ")).Trim();

    private static RuleResult Unseen(string rule, string note) => new(rule, HealthState.NotSeen, Note: note);

    private static RuleResult Broken(string rule) => new(rule, HealthState.Unhealthy, new()
    {
        Rule = rule,
        Route = "GET /orders/{id}",
        What = "It was sent 10 times.",
        Amount = 10,
        Unit = "commands",
        Why = "It takes long.",
        Fix = "Send it once.",
    });

    private static RouteHealth Route(string route, params RuleResult[] results) => new()
    {
        Method = "GET",
        Route = route,
        Requests = 7,
        Rules =
        [
            .. HealthRules.All.Select(rule => results.FirstOrDefault(r => r.Rule == rule)
                ?? new(rule, HealthState.Healthy)),
        ],
    };
}
