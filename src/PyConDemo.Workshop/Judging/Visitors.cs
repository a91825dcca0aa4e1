namespace PyConDemo.Workshop.Judging;

/// <summary>Requests come from different people. What a visitor's browser sends must not matter to a public list.
/// </summary>
internal static class Visitors
{
    private static readonly string[] Agents = ["Firefox", "Chrome", "Safari", "curl", "Edge"];

    /// <summary>The headers of a visitor that nobody else has.</summary>
    public static (string Name, string Value)[] New() => Of(Random.Shared.Next());

    /// <summary>The headers of a visitor who may come again.</summary>
    public static (string Name, string Value)[] Of(int number) =>
    [
        ("User-Agent", $"{Agents[number % Agents.Length]}/{number}"),
        ("Cookie", $"session={number:x8}"),
        ("X-Forwarded-For", $"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"),
        ("Accept-Language", number % 2 == 0 ? "en" : "yo, en;q=0.8"),
        ("Referer", $"https://example.org/{number}"),
    ];
}
