namespace PyConDemo.Api.AntiPatterns.LongRequests.Machinery;

/// <summary>One city's orders of one day. Lost ones were cancelled or refunded; revenue is in NGN, of those not lost.</summary>
public sealed record SalesLine(DateOnly Day, string City, int Orders, int Items, int Delivered, int Lost, decimal Revenue);
