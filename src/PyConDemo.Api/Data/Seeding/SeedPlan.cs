namespace PyConDemo.Api.Data.Seeding;

/// <summary>What to seed, in the seed's own words.</summary>
internal sealed record SeedPlan(string Version, string Scale, int Seed, bool Owned);
